/**
 * Every screen that the route table has, as its reader and in its place: fits, says what it is, speaks the language, breaks no rule of accessibility. In
 * both languages, once light and wide, once dark and narrow; SCREENS=all walks every combination, and SHOTS=<folder> keeps the pictures.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Request } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { changeDetails, createToken } from '../../contract/api/custom-integrations.ts'
import { enableIntegration } from '../../contract/api/integrations.ts'
import { linkAccount, runGroupAction } from '../../contract/api/linking.ts'
import { createPost } from '../../contract/api/posts.ts'
import type { Route } from '../../contract/api/route.ts'
import { sendMessage } from '../../server/domain/chat/send-message.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { knows } from '../../server/platform/words.ts'
import { useApp } from '../harness/app.ts'
import { until, useDatabase } from '../harness/database.ts'
import { makeProgram } from '../harness/subscriber.ts'
import { useBrowser } from '../harness/use-browser.ts'
import { arrive, complaints, isAccessible, type Language, sayIn } from './walk.ts'

const database = useDatabase()
const app = useApp(database)
const browser = useBrowser()
let values: Readonly<Record<string, string>> = {}

/** The table itself, so that a new screen is walked by itself. */
const table = readFileSync(new URL('../../web/routes.tsx', import.meta.url), 'utf8')
const paths = [...table.matchAll(/screen\('([^']+)'.*?(\bgroup\)|\broot\)|\)),$/gm)].map(
  ([, path = '', parent = '']) => ({
    path: parent === 'group)' ? `/groups/$groupId${path === '/' ? '' : path}` : path,
    open: parent === 'root)',
  }),
)
paths.push({ path: '/nowhere', open: false })
for (const tab of ['overview', 'access', 'grant', 'security', 'webhooks', 'deliveries', 'activity'])
  paths.push({ path: `/admin/integrations/$programKey?tab=${tab}`, open: false })
paths.push({ path: '/admin/integrations?status=custom', open: false })

async function call(page: Page, route: Route, params: Record<string, string>, body: object) {
  const url = `${app.origin}/api${route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')}`
  const answer = await page.request.fetch(url, { method: route.method, data: body, headers: { origin: app.origin } })
  expect(answer.status(), `${url}: ${await answer.text()}`).toBe(200)
  return answer.json()
}

/** A program of the company's own, found by its bot, with a token that is being changed over. */
async function programInUse(page: Page): Promise<string> {
  const about = { name: 'Stock watch', description: 'Says when a part runs low.' }
  const { id } = await makeProgram(database, about.name, ['read_content', 'manage_content', 'mention'])
  const params = { integrationKey: id }
  await call(page, createToken, params, { overlapHours: 0 })
  await call(page, createToken, params, { overlapHours: 24 })
  const owner = { role: 'system_administrator' }
  await call(page, changeDetails, params, { ...about, discoverable: true, owner })
  return id
}

async function signIn(page: Page, address: string, person: string): Promise<void> {
  const form = Object.fromEntries(new URL(address).searchParams)
  await page.request.post(address, { form: { ...form, person } })
}

/** A company that uses what there is: cards of each kind stand in the group. */
beforeAll(async () => {
  const { page, context } = await browser.visitor()
  await arrive(page, app.origin, 'Ana Ferreira')
  const groupId = database.cast.groups.workshop
  const apps = [
    ['jira', { deployment: 'cloud' }, 'bruno'],
    ['zoom', { cloud: 'commercial', secretToken: 'zoom-secret-token' }, 'zu-bruno'],
    ['surveymonkey', { region: 'us' }, '5001'],
    ['bluejeans', {}, ''],
  ] as const
  for (const [integrationKey, settings, person] of apps) {
    const permissions =
      integrationKey === 'bluejeans' ? ['preview_links'] : ['preview_links', 'post_notices', 'act_for_members']
    const scope = { everyone: false, groupIds: [groupId] }
    const consent = { permissions, scope, settings, clientId: 'client', clientSecret: 'a-client-secret' }
    const { signInUrl } = await call(page, enableIntegration, { integrationKey }, consent)
    if (!signInUrl) continue
    await signIn(page, signInUrl, person)
    const linked = await call(page, linkAccount, { integrationKey }, { returnTo: '/' })
    await signIn(page, linked.signInUrl, person)
  }
  const at = (path: string): string => `${app.sandbox.origin}/${path}`
  for (const link of ['jira/site/browse/OPS-1', 'surveymonkey/sites/r/canteen-autumn', 'bluejeans/site/123456789'])
    await call(page, createPost, { groupId }, { text: `Have a look: ${at(link)}` })
  const started = { values: { topic: 'Frame welding', when: 'now' }, idempotencyKey: 'screens-start' }
  await call(page, runGroupAction, { groupId, integrationKey: 'zoom', actionKey: 'start_meeting' }, started)
  const program = await programInUse(page)
  const [post] = await rows<{ id: string }>(
    sql`select id from posts where group_id = ${groupId} order by id desc limit 1`,
  )
  values = {
    groupId,
    postId: post?.id ?? '',
    memberId: database.cast.people.noor.memberId,
    threadId: await threadFromBot(),
    integrationKey: 'jira',
    programKey: program,
    tokenKey: 'spent',
    articleKey: 'third-party-integrations',
    version: 'v20.0',
  }
  await context.close()
}, 60_000)

/** A thread that a program's bot began with both who look. */
async function threadFromBot(): Promise<string> {
  const { bot } = await makeProgram(database, 'Shift bot', ['message', 'group_chat'])
  const members = [database.cast.people.ana.memberId, database.cast.people.theo.memberId]
  const buttons = [
    { type: 'postback', title: 'Take it', payload: 'TAKE' },
    { type: 'web_url', title: 'See the plan', url: 'https://plan.example/' },
  ]
  const attachment = {
    type: 'template',
    payload: { template_type: 'button', text: 'Saturday early is free.', buttons },
  }
  const { conversationId } = await sendMessage(bot, { members }, { text: '', content: { attachment } })
  const quick_replies = [{ content_type: 'text', title: 'Yes', payload: 'YES' }]
  await sendMessage(bot, { conversation: conversationId }, { text: 'Shall I remind you?', content: { quick_replies } })
  return conversationId
}

interface Look {
  readonly language: Language
  readonly dark: boolean
  readonly width: number
  /** Each screen by its address, as from a bookmark; else one after the other, as by links. */
  readonly anew?: boolean
}
const looks: readonly Look[] = [
  { language: 'en', dark: false, width: 1280, anew: true },
  { language: 'fr', dark: true, width: 390 },
  ...(process.env.SCREENS === 'all'
    ? ([
        { language: 'fr', dark: false, width: 1280 },
        { language: 'en', dark: true, width: 1280 },
        { language: 'en', dark: false, width: 390 },
      ] as const)
    : []),
]

test('what is wrong would be found', async () => {
  const { page, context } = await browser.visitor()
  await page.goto(`${app.origin}/sign-in`)
  // Only then does nobody draw the heading anew.
  await page.getByRole('button', { name: /Ana Ferreira/ }).waitFor()
  await page.evaluate("document.querySelector('h1').append(new Image())")
  await expect(isAccessible(page, 'sign-in')).rejects.toThrow(/image-alt/)
  await context.close()
})

/** Side by side: each waits for its screens to stand still, and none changes anything. */
describe.concurrent.each(looks)('$language, dark: $dark, $width px', ({ language, dark, width, anew }) => {
  test('every screen fits, says what it is, and can be used by everybody', async () => {
    expect(paths.length).toBeGreaterThan(20)
    const { page, context } = await browser.visitor({ language, dark, width })
    const found = complaints(page)
    watch(page)
    await walk(
      page,
      paths.filter(one => one.open),
    )
    await arrive(page, app.origin, language === 'fr' ? 'Théo Marchand' : 'Ana Ferreira')
    await walk(
      page,
      paths.filter(one => !one.open),
    )
    expect(found.filter(line => !/404|409|410/.test(line))).toEqual([])
    await context.close()
  }, 300_000)

  async function walk(page: Page, screens: readonly { path: string }[]): Promise<void> {
    for (const { path } of screens) {
      const address = path.replace(/\$(\w+)/g, (_, name: string) => values[name] ?? '')
      if (anew || page.url() === 'about:blank') await page.goto(app.origin + address)
      else await goWithin(page, address)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await settled(page)
      const [, tab] = /\?tab=(\w+)/.exec(path) ?? []
      if (tab)
        await page.getByRole('tab', { name: sayIn(language)(`integrations.tab.${tab}`), selected: true }).waitFor()
      if (process.env.SHOTS)
        await page.screenshot({
          path: join(
            process.env.SHOTS,
            `${language}-${dark ? 'dark' : 'light'}-${width}${path.replace(/\W+/g, '-')}.png`,
          ),
          fullPage: true,
        })
      await isAccessible(page, path)
      const { wide, words, title } = (await page.evaluate(`({
        wide: document.documentElement.scrollWidth - innerWidth,
        words: document.body.innerText,
        title: document.title,
      })`)) as { wide: number; words: string; title: string }
      expect(wide, `${path} is wider than the window`).toBeLessThanOrEqual(0)
      expect(title, `${path} has a title`).not.toBe('')
      expect(
        words.match(/\b[a-z]+(?:\.[a-z_]+)+\b/g)?.filter(word => knows(language, word)) ?? [],
        `${path} shows a key`,
      ).toEqual([])
    }
  }
})

/** Goes there as a link does, without a new page; the router says when the screen is there. */
async function goWithin(page: Page, address: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(address)})`)
  const arrived = `(({ status, resolvedLocation }) =>
    status === 'idle' && resolvedLocation?.href === location.pathname + location.search)(__TSR_ROUTER__.state)`
  await until(() => page.evaluate(arrived), 15)
}

/** What pages have asked for and were not answered yet; that the worker of all tabs has come is not told to any. */
const asked = new WeakMap<Page, Set<Request>>()
function watch(page: Page): void {
  const open = new Set<Request>()
  asked.set(page, open)
  page.on('request', request => request.url().includes('/live-worker') || open.add(request))
  page.on('requestfinished', request => open.delete(request))
  page.on('requestfailed', request => open.delete(request))
}

/** Until everything that was asked for is there, and the screen has stood still for a moment after it and does not say that it is being loaded. */
async function settled(page: Page): Promise<void> {
  do {
    await until(() => asked.get(page)?.size === 0, 15)
    await page.evaluate(standsStill)
  } while (asked.get(page)?.size)
}

const standsStill = `new Promise(resolve => {
  let changed = performance.now()
  const watching = new MutationObserver(() => { changed = performance.now() })
  watching.observe(document.body, { subtree: true, childList: true, characterData: true })
  const looking = setInterval(() => {
    if (performance.now() - changed < 100 || document.querySelector('[aria-busy=true]')) return
    clearInterval(looking)
    watching.disconnect()
    resolve()
  }, 20)
})`
