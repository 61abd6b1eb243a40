import { beforeAll, expect, test } from 'vitest'
import { reconnect } from '../../../contract/api/integrations.ts'
import { listNotifications } from '../../../contract/api/notifications.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { renewSubscriptions, subscriptionEnded } from './subscribe.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const hooks = () => jira.played().desk.hooks

beforeAll(async () => {
  await jira.enable(['workshop'], 'bruno', { deployment: 'cloud' })
  await until(() => hooks().size === 1)
  await until(async () => (await state()) !== undefined)
})

/** Calls with which Jira's sign-in finds out whose account it is. */
const signInCalls = 2

interface State {
  id: string
  external_id: string
  state: string
  days: number
}
const state = async (): Promise<State | undefined> =>
  (
    await rows<State>(
      sql`select id, external_id, state, extract(epoch from expires_at - now())::float / 86400 as days from subscriptions`,
    )
  )[0]
/** As if it had been made thirty days before its end, of which so many are left. */
const left = (days: number) =>
  run(sql`
    update subscriptions set expires_at = now() + make_interval(hours => ${days * 24}), renewed_at = null, alarmed_at = null,
      made_at = now() + make_interval(hours => ${days * 24}) - interval '30 days'`)
const told = async (): Promise<number> =>
  (await server.call('ana', listNotifications)).items.filter(item => item.kind === 'integration_goes_quiet').length

test('what has more than a third of its time left is let be; the rest is renewed', async () => {
  await left(13)
  await renewSubscriptions()
  expect((await state())?.days).toBeLessThan(14)
  await left(8)
  await renewSubscriptions()
  expect((await state())?.days).toBeGreaterThan(29)
  const before = jira.played().calls.length
  await renewSubscriptions()
  expect(jira.played().calls.length).toBe(before)
})

test('many made at one moment are not renewed at one moment', async () => {
  const row = await one<{ id: string; installation_id: string; community_id: string }>(
    sql`select id, installation_id, community_id from subscriptions`,
  )
  await run(sql`
    insert into subscriptions (community_id, id, installation_id, external_id, expires_at, made_at)
    select ${row.community_id}, 900000 + n, ${row.installation_id}, 'x' || n, now() + interval '10 days', now() - interval '20 days'
    from generate_series(0, 9) as n`)
  const due = await rows(sql`
    select from subscriptions s
    where external_id like 'x%' and s.expires_at - now() < (s.expires_at - coalesce(s.renewed_at, s.made_at)) * (0.3 + (s.id % 10) * 0.01)`)
  expect(due.length).toBeGreaterThan(0)
  expect(due.length).toBeLessThan(10)
  await run(sql`delete from subscriptions where external_id like 'x%'`)
})

test('a service that is away is asked again; administrators hear of it once, before the end', async () => {
  jira.played().mode = 'broken'
  await left(8)
  await renewSubscriptions()
  expect((await state())?.state).toBe('failed')
  expect(await told()).toBe(0)
  await left(2)
  await renewSubscriptions()
  await renewSubscriptions()
  expect(await told()).toBe(1)
  jira.played().mode = 'well'
  await renewSubscriptions()
  expect(await state()).toMatchObject({ state: 'active' })
})

test('one that the service ended is made anew', async () => {
  const before = await state()
  const row = await installationOf(database.cast.communityId, 'jira')
  if (!row) throw new Error('it is enabled')
  await subscriptionEnded(row, before?.external_id ?? '')
  await until(async () => {
    const now = await state()
    return now !== undefined && now.id !== before?.id
  })
  expect(await rows(sql`select from subscriptions`)).toHaveLength(1)
})

test('one whose renewal met a lost account is renewed after reconnecting, and is still the only one', async () => {
  const before = await state()
  jira.played().accounts.expireAll()
  jira.played().accounts.forget('bruno')
  await left(8)
  await renewSubscriptions()
  expect(await state()).toMatchObject({ id: before?.id, state: 'failed' })
  await reconnected()
  await until(async () => (await state())?.state === 'active')
  expect(await state()).toMatchObject({ id: before?.id, external_id: before?.external_id })
  expect(await rows(sql`select from subscriptions`)).toHaveLength(1)
  expect([...hooks().keys()]).toEqual([before?.external_id])
})

test('one that the service knows no more is made anew after reconnecting, and is the only one', async () => {
  const before = await state()
  jira.played().accounts.expireAll()
  jira.played().accounts.forget('bruno')
  await left(8)
  await renewSubscriptions()
  expect((await state())?.state).toBe('failed')
  // What signing in asks goes well; the first thing asked with the new account is to renew.
  jira.played().failAfter(signInCalls, 404)
  await reconnected()
  await until(async () => (await state())?.state === 'active' && (await state())?.id !== before?.id)
  await until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
  expect(await rows(sql`select from subscriptions`)).toHaveLength(1)
  expect(hooks().size).toBe(1)
})

async function reconnected(): Promise<void> {
  const { signInUrl } = await server.call('ana', reconnect, { params: jira.params })
  expect(await services.signIn(await server.cookie('ana'), signInUrl, 'bruno')).toContain('connected=jira')
}
