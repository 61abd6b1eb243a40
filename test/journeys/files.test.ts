/** Pictures and files, as people attach and see them: from the button, dropped and pasted; refused ones say why; the viewer is left where it was entered. */
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { useApp } from '../harness/app.ts'
import { useDatabase } from '../harness/database.ts'
import { photograph } from '../harness/files.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, isAccessible, sayIn } from './walk.ts'

const database = useDatabase()
const app = useApp(database)
const browser = useBrowser()
let picture: Buffer
beforeAll(async () => {
  picture = await photograph(900, 600)
})

const at = () => `/groups/${database.cast.groups.workshop}`
const jpeg = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: picture })
const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `files-${name}.png`), fullPage: true })
}

test('a post with pictures and a file, from the choice to the viewer and the group’s files', async () => {
  const say = sayIn('en')
  const { page, context } = await browser.visitor()
  const found = complaints(page)
  await arrive(page, app.origin, 'Bruno Keller', at())
  const box = page.getByRole('textbox', { name: say('feed.compose.group_placeholder', { group: 'Workshop' }) })
  await box.click()
  const composer = page.getByRole('region', { name: say('feed.compose') })
  const input = composer.locator('input[type=file]')
  await input.setInputFiles([
    jpeg('stand.jpg'),
    jpeg('wheel.jpg'),
    { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') },
  ])
  const list = composer.getByRole('list', { name: say('files.attached') })
  await list.getByLabel(say('files.describe', { name: 'stand.jpg' })).fill('The truing stand')
  await list.getByLabel(say('files.remove', { name: 'list.csv' })).waitFor()
  await input.setInputFiles({ name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<html>') })
  await composer.getByRole('alert').getByText('page.png').waitFor()
  await shot(page, 'composer')
  await isAccessible(page, 'composer with files')
  await list.getByLabel(say('files.remove', { name: 'page.png' })).click()
  await page.reload()
  await list.getByLabel(say('files.remove', { name: 'list.csv' })).waitFor()
  await composer.getByRole('button', { name: say('feed.compose.send') }).click()

  const post = page.getByRole('article').first()
  const first = post.getByRole('button', { name: say('files.open', { name: 'The truing stand' }) })
  await first.waitFor()
  await expect.poll(() => page.evaluate(`document.querySelector('article button img').naturalWidth`)).toBeGreaterThan(0)
  expect(await post.getByRole('link', { name: /list\.csv/ }).getAttribute('download')).toBe('list.csv')
  await shot(page, 'post')
  await isAccessible(page, 'post with files')
  await first.focus()
  await page.keyboard.press('Enter')
  const viewer = page.getByRole('dialog')
  await viewer.getByRole('img', { name: 'The truing stand' }).waitFor()
  await page.keyboard.press('ArrowRight')
  await viewer.getByRole('img', { name: 'wheel.jpg' }).waitFor()
  await viewer.getByText(say('files.place', { place: 2, count: 2 })).waitFor()
  await shot(page, 'viewer')
  await isAccessible(page, 'viewer')
  await page.keyboard.press('Escape')
  await viewer.waitFor({ state: 'detached' })
  await expect
    .poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`))
    .toBe(say('files.open', { name: 'The truing stand' }))

  await page.getByRole('link', { name: say('groups.tab.files') }).click()
  await page.getByLabel(say('files.search')).fill('LIST')
  await expect.poll(() => page.getByRole('main').getByRole('listitem').count()).toBe(1)
  await page.getByRole('main').getByText('list.csv').waitFor()
  expect(found.filter(line => !/status of 400/.test(line))).toEqual([])
  await context.close()
})

test('on a phone, in French: pasted into a comment, dropped on the composer', async () => {
  const say = sayIn('fr')
  const { page, context } = await browser.visitor({ language: 'fr', width: 390, dark: true })
  await arrive(page, app.origin, 'Théo Marchand', at())
  const post = page.getByRole('article').first()
  await post.getByRole('button', { name: say('feed.comment'), exact: true }).click()
  const comment = post.getByRole('textbox', { name: say('feed.comment.label') })
  await comment.click()
  await bring(page, 'paste', say('feed.comment.label'))
  await post.getByLabel(say('files.remove', { name: 'brought.jpg' })).waitFor()
  await post
    .getByRole('button', { name: say('feed.comment.send') })
    .last()
    .click()
  await post.getByRole('button', { name: say('files.open', { name: 'brought.jpg' }) }).waitFor()
  await bring(page, 'drop', say('feed.compose.group_placeholder', { group: 'Workshop' }))
  await page.getByLabel(say('files.describe', { name: 'brought.jpg' })).waitFor()
  await shot(page, 'phone')
  await isAccessible(page, 'phone with files')
  const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  expect(wide).toBeLessThanOrEqual(0)
  await page.goto(`${app.origin}${at()}/files`)
  await page.getByText('brought.jpg').waitFor()
  await shot(page, 'tab-phone')
  await isAccessible(page, 'files of a group')
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  await context.close()
})

/** As the browser hands over what was dropped or pasted. */
const bring = (page: Page, how: 'drop' | 'paste', label: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const held = new DataTransfer()
    const bytes = Uint8Array.from(atob('${picture.toString('base64')}'), sign => sign.charCodeAt(0))
    held.items.add(new File([bytes], 'brought.jpg', { type: 'image/jpeg' }))
    const about = { bubbles: true, cancelable: true }
    document.querySelector('textarea[aria-label=${JSON.stringify(label)}]').dispatchEvent('${how}' === 'drop'
      ? new DragEvent('drop', { ...about, dataTransfer: held })
      : new ClipboardEvent('paste', { ...about, clipboardData: held }))
  })()`)
