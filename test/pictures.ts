/** `npm run pictures`: the README's pictures, made from the cast, so that they never lie about the product. A fresh try-out must run. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, unpackBrowser } from './harness/browser.ts'
import { sayIn } from './journeys/walk.ts'

const origin = process.argv[2] ?? 'http://localhost:3000'
const folder = new URL('../docs/pictures/', import.meta.url).pathname
const unpackedTo = await mkdtemp(join(tmpdir(), 'passerelle-browser-'))
const browser = await openBrowser(await unpackBrowser(unpackedTo))
/** The try-out's services listen beside it. */
const services = origin.replace(/\d+$/, port => String(Number(port) + 1))
const readers = { en: 'Ana Ferreira', fr: 'Théo Marchand' } as const
const looks = (['en', 'fr'] as const).flatMap(language =>
  [false, true].flatMap(dark => [1280, 390].map(width => ({ language, dark, width }))),
)
type Look = (typeof looks)[number]

for (const look of looks)
  await visit(look, async page => {
    await page.goto(`${origin}/admin/integrations/jira/add`)
    await page.getByRole('checkbox').first().waitFor()
    await page.screenshot({ path: named('consent', look), fullPage: true })
  })
await visit({ language: 'en', dark: false, width: 1280 }, async page => {
  await enableJira(page)
  await pasteLink(page)
})
for (const language of ['en', 'fr'] as const)
  await visit({ language, dark: false, width: 1280 }, async page => {
    const connect = sayIn(language)('linking.connect_to', { service: 'Jira' })
    await page.getByRole('button', { name: connect }).first().click()
    await page.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
    await page.getByText('Nantes waits').waitFor()
  })
for (const look of looks)
  await visit(look, async page => {
    await page
      .getByRole('button', { name: sayIn(look.language)('previews.refresh') })
      .first()
      .waitFor()
    await page.screenshot({ path: named('home', look) })
  })
await browser.close()
await rm(unpackedTo, { recursive: true, force: true })

function named(screen: string, { language, dark, width }: Look): string {
  return `${folder}${screen}.${language}.${dark ? 'dark' : 'light'}${width < 500 ? '.phone' : ''}.png`
}

async function visit(look: Look, see: (page: Page) => Promise<void>): Promise<void> {
  const { page, context } = await browser.visitor(look)
  await page.goto(`${origin}/sign-in`)
  await page.getByRole('button', { name: new RegExp(readers[look.language]) }).click()
  await page.getByRole('article').first().waitFor()
  await see(page)
  await context.close()
}

async function enableJira(page: Page): Promise<void> {
  const say = sayIn('en')
  await page.goto(`${origin}/admin/integrations/jira/add`)
  await page.getByRole('radio', { name: say('integrations.where.all') }).check()
  await page.getByLabel(say('integrations.client_id')).fill('passerelle')
  await page.getByLabel(say('integrations.client_secret')).fill('of the try-out')
  await page.getByRole('button', { name: say('integrations.consent.enable_all') }).click()
  await page.getByRole('button', { name: 'Sign in as Bruno Keller' }).click()
  await page.getByText(say('integrations.arrived', { name: 'Jira' })).waitFor()
}

async function pasteLink(page: Page): Promise<void> {
  const say = sayIn('en')
  await page.goto(`${origin}/`)
  await page.getByRole('link', { name: 'Operations' }).first().click()
  await page.getByRole('heading', { name: 'Operations' }).waitFor()
  const composer = page.getByRole('region', { name: say('feed.compose') })
  await composer.getByRole('textbox').fill(`Nantes waits for this one: ${services}/jira/site/browse/OPS-1`)
  await page.getByRole('button', { name: say('feed.compose.send'), exact: true }).click()
  await page.getByText('Nantes waits').first().waitFor()
}
