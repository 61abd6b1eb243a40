/** `npm run pictures`: the README's pictures, made from the cast, so that they never lie about the product. The try-out must run. */
import { openBrowser, removeBrowser, unpackBrowser } from './harness/browser.ts'

const origin = process.argv[2] ?? 'http://localhost:3000'
const folder = new URL('../docs/pictures/', import.meta.url).pathname
const unpacked = await unpackBrowser()
const browser = await openBrowser(unpacked)
for (const language of ['en', 'fr'] as const) {
  for (const dark of [false, true]) {
    for (const width of [1280, 390]) {
      const { page, context } = await browser.visitor({ language, dark, width })
      const name = (screen: string): string =>
        `${folder}${screen}.${language}.${dark ? 'dark' : 'light'}${width < 500 ? '.phone' : ''}.png`
      await page.goto(`${origin}/sign-in`)
      await page.getByRole('button', { name: language === 'fr' ? /Théo Marchand/ : /Ana Ferreira/ }).click()
      await page.getByRole('article').first().waitFor()
      await page.screenshot({ path: name('home') })
      await page.goto(`${origin}/admin/integrations/jira/add`)
      await page.getByRole('checkbox').first().waitFor()
      await page.screenshot({ path: name('consent'), fullPage: true })
      await context.close()
    }
  }
}
await browser.close()
await removeBrowser(unpacked)
