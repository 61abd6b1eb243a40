/**
 * Journey E of style.md: a member asks, from a link in a post and from Explore; others join; the administrator approves for two groups until a day, or
 * declines with a reason; everybody hears, and what the first one wanted works. SHOTS=<folder> keeps the pictures.
 */
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCustomIntegration } from '../../contract/api/custom-integrations.ts'
import { changeGrant, enableIntegration, getIntegration } from '../../contract/api/integrations.ts'
import { linkAccount } from '../../contract/api/linking.ts'
import { listNotifications } from '../../contract/api/notifications.ts'
import { getOverseen, makeChange } from '../../contract/api/oversight.ts'
import { createPost } from '../../contract/api/posts.ts'
import { killIntegration } from '../../contract/api/receipts.ts'
import { askForIntegration } from '../../contract/api/requests.ts'
import type { Route } from '../../contract/api/route.ts'
import { type CastName, people } from '../../sandbox/cast.ts'
import { sessionCookie } from '../../server/http/caller.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { hashToken, newToken } from '../../server/platform/ids.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { complaints, isAccessible, sayIn } from './walk.ts'

const browser = useBrowser()

const journeys = [
  { language: 'en', admin: 'ana', first: 'bruno', signsInAs: 'bruno', dark: false, width: 1280 },
  { language: 'fr', admin: 'theo', first: 'lucie', signsInAs: 'bruno', dark: true, width: 390 },
] as const

describe.each(journeys)('a member asks, in $language', ({ language, admin, first, signsInAs, dark, width }) => {
  const database = useDatabase()
  const app = useApp(database)
  const say = sayIn(language)
  // The browser's names have a space for each kind of it.
  const named = (name: string) => new RegExp(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s'))
  let asker: Page
  let decider: Page
  let found: string[] = []
  const others: { memberId: string; cookie: string }[] = []
  const wish = 'Orders hang on these tickets.'

  /** The cookie of a fresh session; for one of the cast, or for somebody new in the group. */
  async function session(accountId: string): Promise<string> {
    const token = newToken()
    await run(sql`
      insert into sessions (token_hash, account_id, community_id, ends_at)
      values (${hashToken(token)}, ${accountId}, ${database.cast.communityId}, now() + interval '1 hour')`)
    return token
  }
  const castSession = (who: CastName) => session(database.cast.people[who].accountId)

  async function colleague(n: number): Promise<void> {
    const email = `colleague-${n}@cobalt.example`
    const account = await one<{ id: string }>(sql`insert into accounts (email) values (${email}) returning id`)
    const member = await one<{ id: string }>(sql`
      insert into members (community_id, kind, account_id, name, email, role)
      values (${database.cast.communityId}, 'person', ${account.id}, ${`Colleague ${n}`}, ${email}, 'member') returning id`)
    await run(sql`
      insert into memberships (community_id, group_id, member_id)
      values (${database.cast.communityId}, ${database.cast.groups.workshop}, ${member.id})`)
    others.push({ memberId: member.id, cookie: await session(account.id) })
  }

  async function call(
    token: string,
    route: Route,
    params: Record<string, string>,
    body?: object,
  ): Promise<ReturnType<typeof JSON.parse>> {
    const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
    const answer = await fetch(`${app.origin}/api${path}`, {
      method: route.method,
      headers: { origin: app.origin, 'content-type': 'application/json', cookie: `${sessionCookie()}=${token}` },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(answer.status, `${path}: ${answer.status}`).toBe(200)
    return answer.json()
  }

  async function visit(token: string): Promise<Page> {
    const { page, context } = await browser.visitor({ language, dark, width })
    await context.addCookies([{ name: sessionCookie(), value: token, url: app.origin }])
    const heard = complaints(page)
    pages.push({ context, heard })
    return page
  }
  const pages: { context: BrowserContext; heard: string[] }[] = []
  const shot = async (page: Page, name: string): Promise<void> => {
    if (!process.env.SHOTS) return
    await page.screenshot({ path: join(process.env.SHOTS, `${name}.${language}.png`), fullPage: true })
  }

  async function signIn(token: string, address: string): Promise<void> {
    const form = new URLSearchParams([...new URL(address).searchParams, ['person', signsInAs]])
    const there = await fetch(address, { method: 'POST', body: form, redirect: 'manual' })
    await fetch(there.headers.get('location') ?? '', {
      headers: { cookie: `${sessionCookie()}=${token}` },
      redirect: 'manual',
    })
  }

  beforeAll(async () => {
    const token = await castSession(admin)
    const jira = { integrationKey: 'jira' }
    // Enabled for the leaders only, and the first one has an account there: what is missing is the group.
    const { signInUrl } = await call(token, enableIntegration, jira, {
      permissions: ['preview_links', 'post_notices', 'act_for_members'],
      scope: { everyone: false, groupIds: [database.cast.groups.everyone] },
      settings: { deployment: 'cloud' },
      clientId: 'client',
      clientSecret: 'a-client-secret',
    })
    await signIn(token, signInUrl)
    const own = await castSession(first)
    await signIn(own, (await call(own, linkAccount, jira, { returnTo: '/' })).signInUrl)
    await call(
      own,
      createPost,
      { groupId: database.cast.groups.operations },
      { text: `OPS: ${app.sandbox.origin}/jira/site/browse/OPS-1` },
    )
    for (let n = 0; n < 9; n++) await colleague(n)
    asker = await visit(own)
    decider = await visit(token)
  })
  afterAll(async () => {
    for (const { context } of pages) await context.close()
  })

  test('from a link in a post that shows nothing: asked with a reason, for the group it stands in', async () => {
    await asker.goto(`${app.origin}/groups/${database.cast.groups.operations}`)
    await asker.getByText(say('previews.off', { source: 'Jira' })).waitFor()
    await shot(asker, 'post-off')
    await asker.getByRole('button', { name: say('requests.ask.here', { name: 'Jira' }) }).click()
    const dialog = asker.getByRole('dialog', { name: say('requests.title', { name: 'Jira' }) })
    await dialog.getByLabel(say('requests.reason')).fill(wish)
    await shot(asker, 'request-dialog')
    await isAccessible(asker, 'request dialog')
    await dialog.getByRole('button', { name: say('requests.send') }).click()
    await asker.getByRole('link', { name: say('integrations.explore.requested') }).waitFor()
    await isAccessible(asker, 'a card that was asked for')
  })

  test('nine more join: one request, with ten who want it, in the administrator’s bell and inbox at once', async () => {
    await decider.goto(`${app.origin}/admin/requests`)
    const card = decider.getByRole('listitem', { name: 'Jira' })
    await card.getByText(say('requests.people', { count: 1 })).waitFor()
    await Promise.all(
      others.map(({ cookie }, n) =>
        call(
          cookie,
          askForIntegration,
          {},
          { integrationId: 'jira', reason: `Reason ${n}`, groupIds: [database.cast.groups.workshop] },
        ),
      ),
    )
    // Without a reload.
    await card.getByText(say('requests.people', { count: 10 })).waitFor()
    expect(await decider.getByRole('listitem', { name: 'Jira' }).count()).toBe(1)
    await card.getByText(wish).waitFor()
    await card.getByText(say('requests.wanted.group', { group: 'Workshop', count: 9 })).waitFor()
    await decider.getByRole('button', { name: say('notifications.bell', { count: 1 }) }).waitFor()
    await shot(decider, 'admin-requests')
    await isAccessible(decider, 'requests')
  })

  test('asked back, and answered', async () => {
    const card = decider.getByRole('listitem', { name: 'Jira' })
    await card.getByLabel(say('requests.question')).fill('Which projects?')
    await card.getByRole('button', { name: say('requests.comment.send') }).click()
    await asker.goto(`${app.origin}/explore/integrations/jira`)
    await asker.getByText('Which projects?').waitFor()
    await asker.getByLabel(say('requests.comment')).fill('OPS alone.')
    await asker.getByRole('button', { name: say('requests.comment.send') }).click()
    await card.getByText('OPS alone.').waitFor()
    await shot(asker, 'explore-waiting')
    await isAccessible(asker, 'a request that waits')
  })

  test('approved for two groups until a day: all ten are told within five seconds, and the first one’s link previews', async () => {
    await asker.goto(`${app.origin}/groups/${database.cast.groups.operations}`)
    await asker.getByText(say('previews.off', { source: 'Jira' })).waitFor()
    const card = decider.getByRole('listitem', { name: 'Jira' })
    await card.getByRole('link', { name: say('requests.approve') }).click()
    await decider.getByText(say('requests.approve.alert', { count: 10 })).waitFor()
    await decider.getByText(say('requests.how_long.30'), { exact: true }).click()
    await decider.getByLabel(say('requests.note')).fill('For this month.')
    await shot(decider, 'consent-request')
    await isAccessible(decider, 'consent for a request')
    await trimmedMeanwhile()
    const began = performance.now()
    // The group that had it, and the two that asked.
    await decider.getByRole('button', { name: say('integrations.consent.enable', { count: 3 }) }).click()
    const outcome = async (cookie: string) =>
      (await call(cookie, listNotifications, {})).items.filter(
        (item: { kind: string }) => item.kind === 'request_approved',
      )
    await Promise.all(others.map(({ cookie }) => until(async () => (await outcome(cookie)).length === 1)))
    await asker
      .getByRole('button', { name: say('notifications.bell', { count: 1 }) })
      .or(asker.getByRole('button', { name: say('notifications.bell', { count: 2 }) }))
      .waitFor({ timeout: 5_000 })
    const took = performance.now() - began
    expect(took).toBeLessThan(5_000)
    // Nobody reloaded, and nobody asked again.
    await asker.getByText(app.sandbox.service('jira').secretWord).first().waitFor()
    await shot(asker, 'post-shown')
    const [news] = await outcome(others[0]?.cookie ?? '')
    expect(news.values).toMatchObject({ where: 'here', note: 'For this month.' })
    const ends = await one<{ groups: number }>(sql`
      select count(*)::int as groups from grant_ends x where x.kind = 'group'
        and x.ends_at between now() + interval '29 days' and now() + interval '32 days'`)
    expect(ends.groups).toBe(2)
    await decider.getByText(say('requests.none')).waitFor()
  })

  /** Another administrator takes a permission while this is filled in: it is said, and nothing is sent before somebody looked at it. */
  async function trimmedMeanwhile(): Promise<void> {
    const [token, other] = [await castSession(admin), await castSession(admin === 'ana' ? 'theo' : 'ana')]
    const jira = { integrationKey: 'jira' }
    const seen = await call(token, getIntegration, jira)
    const acting = seen.permissions.find((one: { id: string }) => one.id === 'act_for_members')
    await call(other, changeGrant, jira, {
      permissions: ['preview_links', 'post_notices'],
      scope: { everyone: false, groupIds: [database.cast.groups.everyone] },
      revision: seen.installation.revision,
    })
    await decider.getByText(say('integrations.meanwhile', { name: 'Jira' })).waitFor()
    await decider.getByText(say('integrations.meanwhile.may_not', { permission: acting.sentence })).waitFor()
    await shot(decider, 'consent-meanwhile')
    await isAccessible(decider, 'changed meanwhile')
    const send = decider.getByRole('button', { name: say('integrations.consent.enable', { count: 3 }) })
    expect(await send.isDisabled()).toBe(true)
    await decider.getByRole('button', { name: say('integrations.meanwhile.keep') }).click()
    await until(() => send.isEnabled())
  }

  test('from Explore: asked, declined, and the reason is read', async () => {
    await asker.goto(`${app.origin}/explore/integrations`)
    await asker.getByRole('button', { name: say('requests.ask.label', { name: 'Zoom' }) }).waitFor()
    await shot(asker, 'explore')
    await isAccessible(asker, 'explore')
    await asker.getByRole('button', { name: say('requests.ask.label', { name: 'Zoom' }) }).click()
    const dialog = asker.getByRole('dialog', { name: say('requests.title', { name: 'Zoom' }) })
    await dialog.getByRole('combobox', { name: say('requests.groups') }).click()
    await asker.getByRole('option', { name: 'Operations' }).click()
    await asker.keyboard.press('Escape')
    await shot(asker, 'request-dialog-explore')
    await dialog.getByRole('button', { name: say('requests.send') }).click()
    await asker.getByText(say('integrations.explore.requested')).waitFor()
    const card = decider.getByRole('listitem', { name: 'Zoom' })
    await card.getByRole('button', { name: say('requests.decline') }).click()
    const why = decider.getByRole('dialog', { name: named(say('requests.decline.title', { name: 'Zoom' })) })
    await why.getByRole('button', { name: say('requests.decline.canned.cost') }).click()
    await shot(decider, 'decline')
    await isAccessible(decider, 'decline')
    await why.getByRole('button', { name: say('requests.decline'), exact: true }).click()
    await decider.getByText(say('requests.none')).waitFor()
    await asker.goto(`${app.origin}/explore/integrations/zoom`)
    await asker.getByText(say('requests.decided.note', { note: say('requests.decline.canned.cost') })).waitFor()
    await shot(asker, 'explore-declined')
    await isAccessible(asker, 'a request that was declined')
    await decider.goto(`${app.origin}/admin/requests?show=decided`)
    await decider.getByRole('listitem', { name: 'Zoom' }).waitFor()
    await shot(decider, 'admin-decided')
  })

  test('rules are written, tried on what was asked, and kept', async () => {
    await decider.goto(`${app.origin}/admin/requests/rules`)
    await decider.getByRole('button', { name: say('requests.rules.add') }).click()
    await decider.getByLabel(say('requests.rule.outcome')).selectOption('decline')
    await decider.getByLabel(say('requests.rule.reason')).fill('We have our own.')
    await decider.getByRole('button', { name: say('requests.rehearse') }).click()
    await decider.getByText(say('requests.rehearsed', { total: 2, decided: 2 })).waitFor()
    await shot(decider, 'rules')
    await isAccessible(decider, 'rules')
    await decider.getByRole('button', { name: say('session.save') }).click()
    await decider.getByText(say('requests.saved'), { exact: true }).waitFor()
    // As if whoever saved them had lost the role since.
    const { memberId } = database.cast.people.zoe
    const its = sql`where community_id = ${database.cast.communityId}`
    await until(async () => (await run(sql`update request_policies set changed_by = ${memberId} ${its}`)) > 0)
    await decider.reload()
    const resting = decider.getByText(say('requests.rules.resting', { name: people.zoe.name }))
    await resting.waitFor()
    await shot(decider, 'rules-resting')
    await isAccessible(decider, 'rules that rest')
    await decider.getByRole('button', { name: say('session.save') }).click()
    await resting.waitFor({ state: 'detached' })
  })

  test('a group’s admin sees what reaches the group, mutes one, and takes a custom one out; an administrator puts it back', async () => {
    const about = { name: 'Stock watch', description: 'Says when a part runs low.' }
    const granted = { permissions: ['read_content', 'manage_content'], scope: { everyone: true } }
    const token = await castSession(admin)
    const { id } = await call(token, createCustomIntegration, {}, { ...about, ...granted })
    await run(sql`
      update memberships set role = 'admin' where group_id = ${database.cast.groups.operations} and member_id = ${database.cast.people[first].memberId}`)
    await asker.goto(`${app.origin}/groups/${database.cast.groups.operations}/integrations`)
    const jira = asker.getByRole('article', { name: 'Jira' })
    await jira.getByRole('button', { name: say('integrations.group.mute') }).click()
    await jira.getByText(say('integrations.group.muted')).waitFor()
    await shot(asker, 'group')
    await isAccessible(asker, 'integrations of a group')
    const program = asker.getByRole('article', { name: about.name })
    await program.getByRole('button', { name: say('integrations.group.remove') }).click()
    const title = say('integrations.group.remove.title', { name: about.name, group: 'Operations' })
    const dialog = asker.getByRole('dialog', { name: title })
    await dialog.getByText(say('integrations.group.remove.stays')).waitFor()
    await shot(asker, 'group-remove')
    await isAccessible(asker, 'removing from a group')
    await dialog.getByRole('button', { name: say('integrations.group.remove') }).click()
    await asker.getByRole('heading', { name: say('integrations.group.removed') }).waitFor()
    await shot(asker, 'group-removed')
    await decider.goto(`${app.origin}/admin/integrations/${id}?tab=grant`)
    await decider.getByRole('heading', { name: say('integrations.left.title') }).waitFor()
    await shot(decider, 'groups-left')
    await isAccessible(decider, 'groups that it was taken out of')
    await decider.getByRole('button', { name: new RegExp(say('integrations.group.put_back')) }).click()
    await program.waitFor()
    await decider.goto(`${app.origin}/admin/integrations/jira?tab=grant`)
    await decider.getByText(say('integrations.ends.title')).waitFor()
    await shot(decider, 'grant-ends')
  })

  test('who answers for a service’s integration is chosen among its settings, and found by it', async () => {
    await decider.getByRole('tab', { name: say('integrations.tab.settings') }).click()
    const owner = decider.getByRole('combobox', { name: say('custom.owner') })
    await owner.waitFor()
    await isAccessible(decider, 'owner')
    await owner.click()
    await decider.getByRole('option', { name: say('people.role.account_manager') }).click()
    await decider.getByText(say('session.saved')).waitFor()
    await shot(decider, 'owner')
    await decider.goto(`${app.origin}/admin/integrations/permissions?owner=account_manager`)
    await decider.getByRole('button', { name: 'Jira', exact: true }).waitFor()
    await decider.getByText(say('oversight.count', { count: 1 })).waitFor()
    await decider.getByRole('button', { name: 'Jira', exact: true }).click()
    await decider.getByRole('dialog', { name: 'Jira' }).getByText(say('oversight.review.built_in.means')).waitFor()
  })

  test('what another administrator does is seen at once, and neither a form that is open nor an Undo takes it back', async () => {
    const [token, other] = [await castSession(admin), await castSession(admin === 'ana' ? 'theo' : 'ana')]
    const jira = { integrationKey: 'jira' }
    await decider.goto(`${app.origin}/admin/integrations/permissions?open=jira`)
    const drawer = decider.getByRole('dialog', { name: 'Jira', exact: true })
    const { row, permissions } = await call(token, getOverseen, jira)
    const sentence = (id: string): string => permissions.find((one: { id: string }) => one.id === id).sentence
    const box = (id: string) => drawer.getByRole('checkbox', { name: sentence(id) })
    // Nothing is chosen here yet: the drawer goes with what holds.
    const made = (revision: string, change: object) => ({ items: [{ id: 'jira', revision }], change })
    await box('post_notices').waitFor()
    await call(other, makeChange, {}, made(row.revision, { kind: 'take', permissions: ['post_notices'] }))
    // Behind the fold, with what it is not granted.
    await box('post_notices').waitFor({ state: 'hidden' })
    await box('act_for_members').click()
    const save = drawer.getByRole('button', { name: say('shell.save') })
    await until(() => save.isEnabled())
    const { row: now } = await call(token, getOverseen, jira)
    const { workshop } = database.cast.groups
    await call(other, makeChange, {}, made(now.revision, { kind: 'groups', add: [], remove: [workshop] }))
    await drawer.getByText(say('integrations.meanwhile', { name: 'Jira' })).waitFor()
    await drawer.getByText(say('integrations.meanwhile.group.gone', { group: 'Workshop' })).waitFor()
    expect([await save.isDisabled(), await box('act_for_members').isChecked()]).toEqual([true, false])
    await shot(decider, 'drawer-meanwhile')
    await isAccessible(decider, 'changed while it is looked into')
    await drawer.getByRole('button', { name: say('integrations.meanwhile.take') }).click()
    expect([await save.isVisible(), await box('act_for_members').isChecked()]).toEqual([false, true])
    await drawer.getByRole('button', { name: say('integrations.disable.named', { name: 'Jira' }) }).click()
    const stop = decider.getByRole('dialog', { name: say('integrations.disable.title', { name: 'Jira' }) })
    await stop.getByRole('button', { name: say('integrations.disable') }).click()
    const undo = decider.locator('[aria-keyshortcuts=z]').last()
    await undo.waitFor()
    await call(other, killIntegration, jira, {})
    await undo.click()
    await decider.getByText(say('integrations.disabled.changed', { name: 'Jira' })).waitFor()
    // What is off already can still be ended for good, by somebody who does not enable it for that.
    await drawer.getByRole('button', { name: say('integrations.kill.named', { name: 'Jira' }) }).click()
    const kill = decider.getByRole('dialog', { name: say('integrations.kill.title', { name: 'Jira' }) })
    await kill.getByText(say('integrations.kill.body.off', { name: 'Jira' })).waitFor()
    await shot(decider, 'kill-off')
    await isAccessible(decider, 'kill switch of what is off')
    await kill.getByRole('button', { name: say('integrations.kill.do') }).click()
    await decider.waitForURL(/\/receipts\/\d+$/)
  })

  test('what the address of a search asks for and nobody understands is said, and cleared', async () => {
    await decider.goto(`${app.origin}/admin/activity?ms=abc&code=99999999999`)
    const what = say('activity.filter.unread.one', { field: say('activity.filter.ms'), text: 'abc' })
    await decider.getByText(say('activity.filter.unread', { what })).waitFor()
    await decider.getByText(say('activity.none_found')).waitFor()
    await shot(decider, 'search-unread')
    await isAccessible(decider, 'a search that is not understood')
    await decider
      .getByRole('button', { name: say('activity.filter.clear') })
      .first()
      .click()
    await decider.getByText(say('activity.filter.unread', { what })).waitFor({ state: 'detached' })
  })

  test('the browsers had nothing to complain about', () => {
    found = pages.flatMap(page => page.heard)
    // But for the one Undo that was refused.
    expect(found).toEqual([expect.stringContaining('status of 409')])
  })
})
