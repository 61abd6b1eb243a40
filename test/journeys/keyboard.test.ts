/** The journeys again, by somebody who has no mouse: every step is a key, and no step leaves the focus nowhere. */
import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { changeNotificationSetting } from '../../contract/api/notifications.ts'
import { mostAtOnce } from '../../contract/api/oversight.ts'
import { castPassword, people } from '../../sandbox/cast.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { complaints, isAccessible, sayIn } from './walk.ts'

const database = useDatabase()
const app = useApp(database)
const say = sayIn('en')
const browser = useBrowser()
let page: Page
let found: string[] = []
beforeAll(async () => {
  page = (await browser.visitor()).page
  found = complaints(page)
  const { id } = await one<{ id: string }>(
    sql`insert into communities (name, domain, language) values ('Velo Club', 'club.example', 'en') returning id`,
  )
  await run(sql`
    insert into members (community_id, kind, account_id, name, email, role, language, claimed_at)
    values (${id}, 'person', ${database.cast.people.ana.accountId}, 'Ana Ferreira', 'ana@club.example', 'member', 'en', now())`)
})

const named = (role: 'button' | 'link' | 'checkbox' | 'radio' | 'menuitem' | 'tab', name: string | RegExp): Locator =>
  page.getByRole(role, { name, ...(typeof name === 'string' && { exact: true }) })
const has = (target: Locator): Promise<boolean> =>
  target.first().evaluate(element => element === element.ownerDocument.activeElement)

/** Goes on with Tab until the focus is there. */
async function reach(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.first().waitFor()
  for (let steps = 0; steps < 120; steps++) {
    if (await has(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`the keyboard does not get to ${target}; it is at ${await whereabouts()}`)
}
/** From one section of the Admin Panel to the next: each is gone to, and keeps the focus. */
async function along(key: 'ArrowLeft' | 'ArrowRight', sections: readonly string[]): Promise<void> {
  for (const section of sections) {
    await page.keyboard.press(key)
    await page.waitForURL(new RegExp(`/admin/${section}`))
    await until(() => has(named('tab', say(`admin.${section}`))))
  }
}
const press = async (target: Locator, key = 'Enter'): Promise<void> => {
  await reach(target)
  await page.keyboard.press(key)
}
const whereabouts = (): Promise<string> =>
  page.evaluate('(document.activeElement ?? document.body).outerHTML.slice(0, 160)') as Promise<string>

/** Takes back what the toast tells of, which somebody reads first. */
async function undo(): Promise<void> {
  await page.locator('[aria-keyshortcuts=z]').last().waitFor()
  await isSomewhere()
  await page.keyboard.press('z')
}

/** Something has the focus, and it is not the page as a whole. */
const isSomewhere = (): Promise<void> => until(() => page.evaluate('document.activeElement !== document.body'))

test('signing in, passing over the navigation, and the list of keys', async () => {
  await page.goto(`${app.origin}/sign-in`)
  await reach(page.getByLabel(say('session.email')))
  await page.keyboard.type(people.ana.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(castPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: say('shell.home'), level: 1 }).waitFor()
  await press(named('link', say('shell.skip')))
  await until(() => page.evaluate("document.activeElement?.id === 'content'"))
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: say('shell.keys.title') }).waitFor()
  await isAccessible(page, 'keys')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await until(() => page.evaluate("document.activeElement?.id === 'content'"))
})

test('a group is made, written to, answered in, and a slip is taken back', async () => {
  await press(named('link', say('shell.new_group')))
  await reach(page.getByRole('textbox', { name: new RegExp(say('groups.form.name')) }))
  await page.keyboard.type('Wheel makers')
  await press(named('button', say('groups.new.submit')))
  await page.getByRole('heading', { name: 'Wheel makers', level: 1 }).waitFor()
  await isSomewhere()

  await page.keyboard.press('c')
  await page.keyboard.type('Spokes are here.')
  await page.keyboard.press('Control+Enter')
  const post = page.getByRole('article').filter({ hasText: 'Spokes are here.' })
  await post.waitFor()
  await page.keyboard.press('j')
  expect(await has(post)).toBe(true)
  await press(post.getByRole('button', { name: say('feed.reaction.more') }))
  await press(post.getByRole('button', { name: say('feed.reaction.wow'), exact: true }))
  await post.getByRole('button', { name: say('feed.reaction.wow'), pressed: true }).waitFor()
  await isSomewhere()

  await press(post.getByRole('button', { name: say('feed.comment'), exact: true }))
  await page.keyboard.type('How many?')
  await page.keyboard.press('Control+Enter')
  const comment = post.getByText('How many?')
  await comment.waitFor()
  await reach(post.getByRole('button', { name: say('feed.comment.menu', { name: 'Ana Ferreira' }) }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await named('menuitem', say('feed.comment.delete')).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await comment.waitFor({ state: 'detached' })
  await isSomewhere()
  expect(await post.evaluate(card => card.contains(card.ownerDocument.activeElement))).toBe(true)
  await undo()
  await comment.waitFor()

  await reach(post.getByRole('button', { name: say('feed.post.menu', { name: 'Ana Ferreira' }) }), 'Shift+Tab')
  await page.keyboard.press('Enter')
  await named('menuitem', say('feed.post.delete')).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await post.waitFor({ state: 'detached' })
  await undo()
  await post.waitFor()
})

test('groups are asked for and joined, and the focus stays where it was', async () => {
  await press(named('link', say('shell.explore.groups')))
  await page.getByRole('heading', { name: say('groups.discover.title'), level: 1 }).waitFor()
  await press(named('button', say('groups.ask')))
  await named('button', say('groups.withdraw')).waitFor()
  await until(() => has(named('button', say('groups.withdraw'))))
  await page.keyboard.press('Enter')
  await named('button', say('groups.ask')).waitFor()
  await until(() => has(named('button', say('groups.ask'))))
})

test('people are invited, and a dialog that is left gives the focus back', async () => {
  await press(named('link', say('shell.admin')))
  await reach(named('tab', say('admin.integrations')))
  await along('ArrowRight', ['requests', 'activity', 'audit', 'people'])
  await page.getByRole('heading', { name: say('people.title'), level: 1 }).waitFor()
  await press(named('button', say('people.invite')))
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await isAccessible(page, 'invite')
  for (let steps = 0; steps < 12; steps++) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate(element => element.contains(element.ownerDocument.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await until(() => has(named('button', say('people.invite'))))
  const menu = named('button', say('people.actions', { name: 'Zoé Lambert' }))
  await press(menu)
  const list = page.getByRole('menu')
  await until(() => list.evaluate(element => element.contains(element.ownerDocument.activeElement)))
  await page.keyboard.press('Home')
  await until(() => has(named('menuitem', say('people.change_role'))))
  await page.keyboard.press('Enter')
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await until(() => has(menu))
})

test('an integration is found, read, enabled, switched off, and that is taken back', async () => {
  await reach(named('tab', say('admin.people')), 'Shift+Tab')
  await along('ArrowLeft', ['audit', 'activity', 'requests', 'integrations'])
  await page.getByRole('heading', { name: say('integrations.title'), level: 1 }).waitFor()
  await page.keyboard.press('Escape')
  await reach(named('link', 'Jira'))
  await page.keyboard.press('/')
  await page.keyboard.type('jir')
  await until(() => Promise.resolve(page.url().includes('q=jir')))
  await named('link', 'Zoom').waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  expect(await has(named('link', 'Jira'))).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Jira', level: 1 }).waitFor()
  await page.goBack()
  expect(page.url()).toContain('q=jir')
  await named('link', 'Jira').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  await page.getByRole('heading', { name: say('integrations.consent.can') }).waitFor()
  await isSomewhere()
  await reach(page.getByRole('combobox', { name: say('integrations.where.groups') }))
  await page.keyboard.type('Operations')
  await page.getByRole('option', { name: 'Operations' }).waitFor()
  await isAccessible(page, 'groups to choose from')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await reach(page.getByLabel(say('integrations.client_id')))
  await page.keyboard.type('a-client')
  await reach(page.getByLabel(say('integrations.client_secret')))
  await page.keyboard.type('a-secret')
  await press(named('button', say('integrations.consent.enable', { count: 1 })))
  await press(named('button', 'Sign in as Bruno Keller'))
  await page
    .getByText(say('integrations.status.enabled_for', { count: 1 }))
    .first()
    .waitFor()
  await press(named('button', say('integrations.disable')))
  await page.getByRole('dialog').waitFor()
  await press(page.getByRole('dialog').getByRole('button', { name: say('integrations.disable') }))
  await page.getByText(say('integrations.status.disabled')).first().waitFor()
  await undo()
  // What it was signed in with was given back to the service: it is asked for again.
  await press(named('button', 'Sign in as Bruno Keller'))
  await page
    .getByText(say('integrations.status.enabled_for', { count: 1 }))
    .first()
    .waitFor()
})

test('what is looked into over the table gives the focus back to its row', async () => {
  await page.goto(`${app.origin}/admin/integrations/permissions`)
  const row = page.locator('[data-row-open]')
  await row.waitFor()
  await page.keyboard.press('j')
  await until(() => has(row))
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: 'Jira' })
  await drawer.waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  await until(() => has(row))
})

test('a change of many goes on when its dialog is left, and is taken back from wherever one is', async () => {
  const many = mostAtOnce + 20
  const ana = database.cast.people.ana.memberId
  await run(sql`
    with c as (
      insert into custom_integrations (community_id, name, description, made_by)
      select ${database.cast.communityId}, 'Robot ' || n, '', ${ana} from generate_series(1, ${many}::int) n returning community_id, id, name
    ), b as (
      insert into members (community_id, kind, name) select community_id, 'bot', name from c returning id, name
    ), i as (
      insert into installations (community_id, integration_id, bot_id, inbound_key, enabled_by)
      select c.community_id, c.id, b.id, c.name, ${ana} from c join b using (name) returning community_id, id
    )
    insert into grants (community_id, installation_id, permissions, everyone, granted_by)
    select community_id, id, array['read_content'], true, ${ana} from i`)
  const held = () =>
    one<{ n: number }>(sql`
      select count(*)::int as n from grants r join installations i on i.id = r.installation_id
      where i.inbound_key like 'Robot %' and r.superseded_at is null and r.permissions = '{read_content}'`)
  /** What follows the first part waits until it was looked at. */
  let goOn = () => {}
  const hold = async (path: string) => {
    let parts = 0
    const looked = new Promise<void>(resolve => {
      goOn = resolve
    })
    await page.route(path, async route => {
      if (parts++ > 0) await looked
      await route.continue()
    })
  }
  await hold('**/api/permissions-data/changes')
  await page.goto(`${app.origin}/admin/integrations/permissions?q=Robot`)
  await page.getByText(say('oversight.count', { count: many })).waitFor()
  await page.keyboard.press('j')
  await until(() => has(page.locator('[data-row-open]')))
  await page.keyboard.press('x')
  await page.getByText(say('oversight.chosen', { count: 1 })).waitFor()
  await page.keyboard.press('b')
  await press(named('button', say('oversight.choose.all', { count: many })))
  await page.getByText(say('oversight.chosen', { count: many })).waitFor()
  await press(named('button', say('oversight.trim')))
  const dialog = page.getByRole('dialog')
  await press(dialog.getByRole('button', { name: say('oversight.change.trim.do', { count: many }) }))
  const far = page.getByText(say('oversight.making.far', { done: mostAtOnce, total: many }))
  await dialog.locator(far).waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await far.waitFor()
  await reach(named('tab', say('admin.integrations')), 'Shift+Tab')
  await along('ArrowRight', ['requests'])
  goOn()
  await page.getByText(say('oversight.changed', { count: many })).waitFor()
  expect(await held()).toEqual({ n: 0 })

  await hold('**/api/permissions-data/changes/*/undo*')
  await undo()
  await along('ArrowLeft', ['integrations'])
  await reach(named('tab', say('integrations.part.all')))
  await page.keyboard.press('ArrowRight')
  await page.getByText(say('oversight.undoing.far', { done: mostAtOnce, total: many })).waitFor()
  goOn()
  await page.getByText(say('oversight.undone', { count: many, skipped: 0 })).waitFor()
  expect(await held()).toEqual({ n: many })
})

test('the account’s own settings, and another community of the same account', async () => {
  await page.goto(`${app.origin}/account`)
  const mention = page.getByRole('checkbox', { name: new RegExp(say('notifications.kind.mention')) })
  await reach(mention)
  // It is shown before it is kept, and a page that is left asks for nothing more.
  const { method, path } = changeNotificationSetting
  const kept = page.waitForResponse(answer => answer.request().method() === method && answer.url().endsWith(path))
  await page.keyboard.press('Space')
  await until(async () => !(await mention.isChecked()))
  expect((await kept).status()).toBe(200)
  await page.reload()
  await mention.waitFor()
  expect(await mention.isChecked()).toBe(false)

  const { page: other } = { page: await page.context().newPage() }
  await other.goto(`${app.origin}/groups/${database.cast.groups.operations}`)
  await other.getByRole('heading', { name: 'Operations', level: 1 }).waitFor()
  await press(named('button', say('shell.community_of', { name: 'Cobalt & Fils' })))
  const club = page.getByRole('menuitemradio', { name: 'Velo Club' })
  await club.waitFor()
  await isAccessible(page, 'communities')
  while (!(await has(club))) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await named('button', say('shell.community_of', { name: 'Velo Club' })).waitFor()
  await other.getByRole('button', { name: say('shell.community_of', { name: 'Velo Club' }) }).waitFor()
  for (const one of [page, other]) {
    await one.getByText(say('shell.groups.none')).waitFor()
    expect(await one.content()).not.toContain('Operations')
  }
  await other.close()
})

test('the browser had nothing to complain about', () => {
  expect(found).toEqual([])
})
