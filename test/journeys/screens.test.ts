/**
 * Every screen that the route table has, as its reader and in its place: fits, says what it is, speaks the language, breaks no rule of accessibility. In
 * both languages, once light and wide, once dark and narrow; SCREENS=all walks every combination, and SHOTS=<folder> keeps the pictures.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { changeDetails, createCustomIntegration, createToken } from '../../contract/api/custom-integrations.ts'
import { enableIntegration } from '../../contract/api/integrations.ts'
import { linkAccount, runGroupAction } from '../../contract/api/linking.ts'
import { createPost } from '../../contract/api/posts.ts'
import type { Route } from '../../contract/api/route.ts'
import type { Bot } from '../../server/domain/access/actor.ts'
import { sendMessage } from '../../server/domain/chat/send-message.ts'
import { createCustomIntegration as seedProgram } from '../../server/domain/integrations/create-custom.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { readWords } from '../../server/platform/words.ts'
import { useApp } from '../harness/app.ts'
import { openBrowser, type TestBrowser } from '../harness/browser.ts'
import { useDatabase } from '../harness/database.ts'
import { complaints, enter, isAccessible, type Language } from './walk.ts'

const database = useDatabase()
const app = useApp(database)
let browser: TestBrowser
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
for (const rest of ['', '?tab=access', '?tab=grant', '?tab=security', '?tab=activity'])
  paths.push({ path: `/admin/integrations/$programKey${rest}`, open: false })
paths.push({ path: '/admin/integrations?status=custom', open: false })

async function call(page: Page, route: Route, params: Record<string, string>, body: object) {
  const url = `${app.origin}/api${route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')}`
  const answer = await page.request.fetch(url, { method: route.method, data: body, headers: { origin: app.origin } })
  expect(answer.status(), `${url}: ${await answer.text()}`).toBe(200)
  return answer.json()
}

/** A program of the company's own, found by its bot, with a token that is being changed over. */
async function makeProgram(page: Page): Promise<string> {
  const about = { name: 'Stock watch', description: 'Says when a part runs low.' }
  const made = { ...about, permissions: ['read_content', 'manage_content', 'mention'], scope: { everyone: true } }
  const { id } = await call(page, createCustomIntegration, {}, made)
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
  browser = await openBrowser()
  const { page, context } = await browser.visitor()
  await enter(page, app.origin, 'Ana Ferreira')
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
  const program = await makeProgram(page)
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
  }
  await context.close()
}, 60_000)
afterAll(() => browser.close())

/** A thread that a program's bot began with both who look. */
async function threadFromBot(): Promise<string> {
  const actor = database.as('ana')
  const made = {
    name: 'Shift bot',
    description: '',
    permissions: ['message', 'group_chat'],
    scope: { everyone: true as const },
  }
  const installation = await seedProgram(actor, made)
  const bot: Bot = {
    kind: 'bot',
    communityId: actor.communityId,
    memberId: installation.bot_id,
    installationId: installation.id,
    language: 'en',
  }
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
}
const looks: readonly Look[] = [
  { language: 'en', dark: false, width: 1280 },
  { language: 'fr', dark: true, width: 390 },
  ...(process.env.SCREENS === 'all'
    ? ([
        { language: 'fr', dark: false, width: 1280 },
        { language: 'en', dark: true, width: 1280 },
        { language: 'en', dark: false, width: 390 },
      ] as const)
    : []),
]

describe.each(looks)('$language, dark: $dark, $width px', ({ language, dark, width }) => {
  test('every screen fits, says what it is, and can be used by everybody', async () => {
    expect(paths.length).toBeGreaterThan(20)
    const { page, context } = await browser.visitor({ language, dark, width })
    const found = complaints(page)
    await walk(
      page,
      paths.filter(one => one.open),
    )
    await enter(page, app.origin, language === 'fr' ? 'Théo Marchand' : 'Ana Ferreira')
    await walk(
      page,
      paths.filter(one => !one.open),
    )
    expect(found.filter(line => !/404|409|410/.test(line))).toEqual([])
    await context.close()
  }, 300_000)

  async function walk(page: Page, screens: readonly { path: string }[]): Promise<void> {
    for (const { path } of screens) {
      await page.goto(app.origin + path.replace(/\$(\w+)/g, (_, name: string) => values[name] ?? ''))
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await settled(page)
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
      const keys = readWords(language)
      expect(
        words.match(/\b[a-z]+(?:\.[a-z_]+)+\b/g)?.filter(word => word in keys) ?? [],
        `${path} shows a key`,
      ).toEqual([])
    }
  }
})

/** Until the screen has stood still for a moment, and nothing on it says that it is being loaded. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise(resolve => {
    let changed = performance.now()
    const watching = new MutationObserver(() => { changed = performance.now() })
    watching.observe(document.body, { subtree: true, childList: true, characterData: true })
    const looking = setInterval(() => {
      if (performance.now() - changed < 250 || document.querySelector('[aria-busy=true]')) return
      clearInterval(looking)
      watching.disconnect()
      resolve()
    }, 50)
  })`)
