import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, isAccessible, type Language, sayIn } from './walk.ts'

const browser = useBrowser()

/** Two people of the group Operations who read this language, and one who would like to belong. */
const journeys = [
  { language: 'en', writer: 'Noor Haddad', reader: 'Bruno Keller', dark: false, width: 1280 },
  { language: 'fr', writer: 'Lucie Bernard', reader: 'Théo Marchand', dark: true, width: 390 },
] as const satisfies { language: Language; writer: string; reader: string; dark: boolean; width: number }[]

describe.each(journeys)('the network people live in, in $language', ({ language, writer, reader, dark, width }) => {
  const database = useDatabase()
  const app = useApp(database)
  const say = sayIn(language)
  const visits = { write: undefined as Page | undefined, read: undefined as Page | undefined }
  const heard: string[][] = []
  const group = () => `/groups/${database.cast.groups.operations}`
  const at = (who: keyof typeof visits): Page => {
    const page = visits[who]
    if (!page) throw new Error('the journey begins with signing in')
    return page
  }
  const post = (page: Page, text: string) => page.getByRole('article').filter({ hasText: text })
  const box = (page: Page) =>
    page.getByRole('textbox', { name: say('feed.compose.group_placeholder', { group: 'Operations' }) })

  beforeAll(async () => {
    for (const [who, name] of [
      ['write', writer],
      ['read', reader],
    ] as const) {
      const { page } = await browser.visitor({ language, dark, width })
      visits[who] = page
      heard.push(complaints(page))
      await arrive(page, app.origin, name, group())
      await box(page).waitFor()
    }
  })

  test('a draft survives a reload, names whom it means, and appears for others without theirs', async () => {
    const [write, read] = [at('write'), at('read')]
    await box(write).fill('The order slips. ')
    await box(write).press('End')
    await write.keyboard.type(`@${reader.slice(0, 4)}`)
    await write.getByRole('option', { name: new RegExp(reader) }).waitFor()
    await write.keyboard.press('Enter')
    await until(async () => (await box(write).inputValue()).includes(`@${reader} `))
    await write.reload()
    expect(await box(write).inputValue()).toBe(`The order slips. @${reader} `)
    await box(write).press('Control+Enter')
    const shown = post(read, 'The order slips.')
    await shown.getByRole('link', { name: `@${reader}` }).waitFor()
    await read.getByRole('button', { name: say('notifications.bell', { count: 1 }) }).waitFor()
    // The other may hear of it before the answer is here.
    await until(async () => (await box(write).inputValue()) === '')
    await post(write, 'The order slips.').waitFor()
    expect(await post(write, 'The order slips.').count()).toBe(1)
    await isAccessible(read, 'group')
  })

  test('reactions, comments and replies appear for the other, each counted once', async () => {
    const [write, read] = [post(at('write'), 'The order slips.'), post(at('read'), 'The order slips.')]
    await read
      .getByRole('button', { name: say('feed.reaction.more') })
      .first()
      .click()
    await read.getByRole('button', { name: say('feed.reaction.wow'), exact: true }).click()
    await write.getByRole('button', { name: say('feed.reactions.count', { count: 1 }) }).click()
    await at('write').getByRole('dialog').getByText(reader).waitFor()
    await at('write').keyboard.press('Escape')
    await read.getByRole('button', { name: say('feed.comment'), exact: true }).click()
    await at('read').keyboard.type('Until **when**?')
    await at('read').keyboard.press('Control+Enter')
    await write.getByRole('button', { name: say('feed.comments.count', { count: 1 }) }).click()
    await write.getByText('Until when?').waitFor()
    await write.getByRole('button', { name: say('feed.reply') }).click()
    await at('write').keyboard.type('Thursday')
    await at('write').keyboard.press('Control+Enter')
    await read.getByText('Thursday').waitFor()
    await read.getByRole('button', { name: say('feed.comments.count', { count: 2 }) }).waitFor()
    await read.getByRole('button', { name: say('feed.reaction.wow'), pressed: true }).waitFor()
  })

  test('an edit keeps what was said before; a deletion can be taken back', async () => {
    const [write, read] = [at('write'), at('read')]
    const menu = post(write, 'The order').getByRole('button', { name: say('feed.post.menu', { name: writer }) })
    await menu.click()
    await write.getByRole('menuitem', { name: say('feed.post.edit') }).click()
    await write.getByRole('textbox', { name: say('feed.edit.label') }).fill('The order comes on Thursday.')
    await write.getByRole('button', { name: say('shell.save') }).click()
    await post(read, 'The order comes')
      .getByRole('button', { name: say('feed.edited') })
      .click()
    await read.getByRole('dialog').getByText('The order slips.').waitFor()
    await isAccessible(read, 'earlier versions')
    await read.keyboard.press('Escape')
    await menu.click()
    await write.getByRole('menuitem', { name: say('feed.post.delete') }).click()
    await post(read, 'The order').waitFor({ state: 'detached' })
    await write.getByRole('button', { name: say('shell.undo') }).click()
    await post(read, 'The order comes').waitFor()
  })

  test('whoever is let into a group reads it at once, and no more once removed', async () => {
    const { page: zoe } = await browser.visitor({ language, dark, width })
    await arrive(zoe, app.origin, 'Zoé Lambert', group())
    await zoe
      .getByRole('button', { name: /^(Ask to join|Demander à rejoindre)$/ })
      .first()
      .click()
    expect(await zoe.getByText('The order comes').count()).toBe(0)
    const { page: noor } = language === 'en' ? { page: at('write') } : await browser.visitor({ language, dark, width })
    if (language === 'fr') await arrive(noor, app.origin, 'Noor Haddad', `${group()}/members`)
    else await noor.goto(`${app.origin}${group()}/members`)
    await noor.getByRole('button', { name: /^(Let Zoé Lambert in|Accepter Zoé Lambert)$/ }).click()
    await zoe.getByText('The order comes').waitFor()
    await noor.getByRole('button', { name: /^(More about|Options pour) Zoé Lambert$/ }).click()
    await noor.getByRole('menuitem', { name: /^(Remove from the group|Retirer du groupe)$/ }).click()
    await noor
      .getByRole('dialog')
      .getByRole('button', { name: /^(Remove from the group|Retirer du groupe)$/ })
      .click()
    await zoe.getByText('The order comes').waitFor({ state: 'detached' })
    await zoe.context().close()
  })

  test('keys lead through a feed, and a session that ends leads to the sign-in', async () => {
    const page = at('read')
    await page.goto(app.origin + group())
    await post(page, 'The order comes').waitFor()
    await page.keyboard.press('j')
    expect(await page.locator('article:focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/posts\/\d+$/)
    await page.keyboard.press('/')
    await page.keyboard.type('Thursday')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: say('search.title_for', { search: 'Thursday' }) }).waitFor()
    await page
      .getByRole('link', { name: new RegExp(writer) })
      .first()
      .waitFor()
    await page.request.delete(`${app.origin}/api/sessions`, { headers: { origin: app.origin } })
    await page.waitForURL(/\/sign-in\?next=/)
    expect(heard.flat()).toEqual([])
  })
})
