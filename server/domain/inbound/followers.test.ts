/** Surveys are their owners' alone: the installation's own account sees none of them, and each is read with the account of who follows it. */
import { beforeAll, expect, test } from 'vitest'
import { attachItem } from '../../../contract/api/attaching.ts'
import { listConnections } from '../../../contract/api/connections.ts'
import { followThing } from '../../../contract/api/group-integrations.ts'
import { disableIntegration } from '../../../contract/api/integrations.ts'
import { unlinkAccount } from '../../../contract/api/linking.ts'
import { deactivatePerson, restorePerson } from '../../../contract/api/people.ts'
import type { Preview } from '../../../contract/api/previews.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { until, untilSubscribed, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { getListed } from '../integrations/catalog.ts'
import { catchUpWhereDue } from './catch-up.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const monkey = useService('surveymonkey', database, server, services)
const place = () => ({ groupId: monkey.group('operations'), integrationKey: 'surveymonkey' })
let postId = ''

const quiet = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
const answersOn = async (who: CastName): Promise<string | undefined> => {
  const preview: Preview = await monkey.preview(who, postId)
  return 'card' in preview ? preview.card.facts.find(fact => fact.label === 'Answers')?.value : undefined
}
const readers = () => rows<{ member_id: string; problem: string | null }>(sql`select member_id, problem from catch_ups`)

beforeAll(async () => {
  expect(getListed('surveymonkey').connector.events?.followAs).toBe('follower')
  await monkey.enable(['operations'], '5002', { region: 'us' })
  await monkey.linkAs('lucie', '5001')
  await monkey.linkAs('noor', '5002')
})

test('nobody reads before somebody follows', async () => {
  await quiet()
  expect(await readers()).toEqual([])
  expect(monkey.played().desk.hooks.size).toBe(0)
})

test('the count on everybody’s card follows, read with the account of who posted it', async () => {
  const attached = await server.call('lucie', attachItem, { params: place(), body: { itemId: '7001', sharing: 'new' } })
  postId = await monkey.paste('lucie', 'operations', attached.url)
  await untilSubscribed(monkey.played().desk.hooks)
  await until(async () => (await readers()).length === 1)
  expect(await readers()).toEqual([{ member_id: database.cast.people.lucie.memberId, problem: null }])
  expect(await answersOn('bruno')).toBe('0')
  expect(await monkey.played().fire('Somebody answers')).toEqual([200])
  await until(async () => (await answersOn('bruno')) === '1')
})

test('whoever cannot see a thing at the service cannot have their group follow it', async () => {
  const url = monkey.played().sandbox.links(monkey.played().desk)[0]?.url ?? ''
  const params = { subjectId: await monkey.paste('bruno', 'operations', url), linkKey: '0' }
  expect((await server.refused('noor', followThing, { params })).code).toBe('cannot_follow_yours')
  expect((await server.refused('ana', followThing, { params })).code).toBe('account_needed')
  expect(await rows(sql`select from follows`)).toHaveLength(1)
})

test('an account that its owner took away is told as such; linked again, what was missed arrives', async () => {
  await server.call('lucie', unlinkAccount, { params: monkey.params })
  await monkey.played().fire('Somebody answers')
  await run(sql`update catch_ups set next_at = now()`)
  await catchUpWhereDue()
  await until(async () => (await readers())[0]?.problem)
  expect(
    (await server.call('ana', listConnections, { params: monkey.params, query: {} })).catchUp?.problem,
  ).not.toBeNull()
  expect(await answersOn('bruno')).toBe('1')
  await monkey.linkAs('lucie', '5001')
  await until(async () => (await answersOn('bruno')) === '2')
  expect((await readers()).map(reader => reader.problem)).toEqual([null])
})

test('whose seat was taken away, or who left the group, is not used for it any more; back again, they are', async () => {
  const { lucie } = database.cast.people
  const params = { memberId: lucie.memberId }
  const left = sql`group_id = ${monkey.group('operations')} and member_id = ${lucie.memberId}`
  for (const [leave, come] of [
    [() => server.call('ana', deactivatePerson, { params }), () => server.call('ana', restorePerson, { params })],
    [
      () => run(sql`update memberships set group_id = ${monkey.group('board')} where ${left}`),
      () =>
        run(sql`update memberships set group_id = ${monkey.group('operations')}
          where group_id = ${monkey.group('board')} and member_id = ${lucie.memberId}`),
    ],
  ] as const) {
    await quiet()
    const before = await answersOn('bruno')
    await leave()
    const calls = monkey.played().calls.length
    await monkey.played().fire('Somebody answers')
    await run(sql`update catch_ups set next_at = now()`)
    await catchUpWhereDue()
    await quiet()
    expect(monkey.played().calls.slice(calls)).toEqual([])
    expect(await readers()).toEqual([])
    expect(await answersOn('bruno')).toBe(before)
    await come()
    await monkey.played().fire('Somebody answers')
    await until(async () => (await readers()).length === 1)
  }
})

test('switched off, the webhook made with a member’s account is taken away', async () => {
  await server.call('ana', disableIntegration, { params: monkey.params })
  await until(() => monkey.played().desk.hooks.size === 0)
  await until(async () => (await rows(sql`select from subscriptions`)).length === 0)
})
