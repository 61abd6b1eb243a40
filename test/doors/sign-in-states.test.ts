/** threats.md A10: a state is for one session, one service and one time; whatever else comes back to us links nothing and leads home with a reason. */
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { linkAccount, listLinkedAccounts } from '../../contract/api/linking.ts'
import type { CastName } from '../../sandbox/cast.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const monkey = useService('surveymonkey', database, server, services)

beforeAll(async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await monkey.enable(['workshop'], '5001', { region: 'us' })
  await until(() => jira.played().desk.hooks.size === 1)
})
beforeEach(() => run(sql`delete from linked_accounts where member_id <> all (select bot_id from installations)`))

/** Goes to the service and signs in there; answers the address the browser is sent back to, without going. */
async function comeBack(who: CastName, integrationKey: string, person: string): Promise<URL> {
  const { signInUrl } = await server.call(who, linkAccount, {
    params: { integrationKey },
    body: { returnTo: '/account' },
  })
  const form = new URL(signInUrl).searchParams
  form.set('person', person)
  const back = await fetch(signInUrl, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(back.headers.get('location') ?? '')
}

const arrive = async (url: URL, cookie: string | undefined) => {
  const answer = await server.app.inject({ url: url.pathname + url.search, headers: cookie ? { cookie } : {} })
  return { status: answer.statusCode, location: String(answer.headers.location ?? ''), body: answer.body }
}
const linked = async (): Promise<number> =>
  (await rows(sql`select from linked_accounts where member_id <> all (select bot_id from installations)`)).length
const labels = async (who: CastName): Promise<(string | null)[]> =>
  (await server.call(who, listLinkedAccounts)).items.map(account => account.label)

test('the way it is meant to be', async () => {
  const back = await comeBack('bruno', 'jira', 'bruno')
  expect((await arrive(back, await server.cookie('bruno'))).location).toContain('connected=jira')
  expect(await labels('bruno')).toContain('Bruno Keller')
})

test('the same answer a second time links nothing', async () => {
  const back = await comeBack('bruno', 'jira', 'bruno')
  await arrive(back, await server.cookie('bruno'))
  await run(sql`delete from linked_accounts where member_id <> all (select bot_id from installations)`)
  expect((await arrive(back, await server.cookie('bruno'))).location).not.toContain('connected=')
  expect(await linked()).toBe(0)
})

test('another person’s browser with the attacker’s answer stays as it is', async () => {
  const attackers = await comeBack('bruno', 'jira', 'bruno')
  expect((await arrive(attackers, await server.cookie('noor'))).location).not.toContain('connected=')
  expect(await linked()).toBe(0)
  expect(await labels('noor')).not.toContain('Bruno Keller')
})

test('another session of the same person is another browser', async () => {
  const back = await comeBack('bruno', 'jira', 'bruno')
  expect((await arrive(back, await server.session('bruno'))).location).not.toContain('connected=')
  expect((await arrive(back, undefined)).location).not.toContain('connected=')
  expect(await linked()).toBe(0)
})

test('the answer of one service at the door of another is refused: no mix-up', async () => {
  const back = await comeBack('bruno', 'jira', 'bruno')
  back.pathname = back.pathname.replace('jira', 'surveymonkey')
  expect((await arrive(back, await server.cookie('bruno'))).location).not.toContain('connected=')
  expect(await linked()).toBe(0)
  expect(monkey.played().calls.filter(call => call.endsWith('/oauth/token'))).toHaveLength(1)
})

test('an answer that comes too late, without a state, or with one that never was', async () => {
  const late = await comeBack('bruno', 'jira', 'bruno')
  await run(sql`update oauth_states set ends_at = now() - interval '1 second'`)
  const none = new URL(late)
  none.searchParams.delete('state')
  const made = new URL(late)
  made.searchParams.set('state', 'made-up')
  for (const url of [late, none, made]) {
    const answer = await arrive(url, await server.cookie('bruno'))
    expect(answer.location).not.toContain('connected=')
    expect(answer.status).toBeLessThan(500)
  }
  expect(await linked()).toBe(0)
})

test('where one comes back to is ours, whatever was asked for', async () => {
  for (const returnTo of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%09/evil.example',
  ].slice(0, 4))
    expect((await server.refused('bruno', linkAccount, { params: jira.params, body: { returnTo } })).code).toBe(
      'bad_input',
    )
})

test('no address, no page and no state row holds a code or a token in clear', async () => {
  const back = await comeBack('bruno', 'jira', 'bruno')
  const code = back.searchParams.get('code') ?? 'missing'
  const answer = await arrive(back, await server.cookie('bruno'))
  expect(answer.location + answer.body).not.toContain(code)
  const kept = JSON.stringify(await rows(sql`select * from linked_accounts`))
  expect(kept).not.toContain(code)
})
