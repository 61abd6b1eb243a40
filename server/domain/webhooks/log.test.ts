import { afterAll, beforeAll, expect, test } from 'vitest'
import * as contract from '../../../contract/api/webhooks.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { useServer } from '../../../test/harness/server.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { startWorkers } from '../../platform/jobs.ts'
import { startDeliveries } from '../../work/deliveries.ts'
import { jobs } from '../../work/jobs.ts'
import { createPost } from '../posts/create-post.ts'
import { forgetOldDeliveries, giveUpOld } from './forget-old.ts'
import { dropEmptySums, gatherSums } from './sums.sql.ts'

const database = useDatabase()
const receiver = useReceiver()
const server = useServer(database)
let program: TestProgram
let stops: { stop(): Promise<void> }[] = []
const params = () => ({ integrationKey: program.id })
const list = async (query: object = {}) =>
  (await server.call('ana', contract.listDeliveries, { params: params(), query })).items
const outcomes = async () => (await list({ limit: 100 })).map(one => one.outcome)
const settled = () => until(async () => !(await outcomes()).some(one => one === 'waiting'))

beforeAll(async () => {
  program = await makeProgram(database, 'Echo', ['read_content', 'read_members'])
  stops = [startDeliveries(() => {}), startWorkers(jobs, () => {})]
  const url = `${receiver.origin}/hook?code=function-key`
  await server.call('ana', contract.changeWebhook, {
    params: { ...params(), topicKey: 'group' },
    body: { callbackUrl: url, verifyToken: 'kept-token', fields: ['posts', 'membership', 'something_else'] },
  })
})
afterAll(() => Promise.all(stops.map(one => one.stop())))

const post = (text: string, group: 'workshop' | 'operations' = 'workshop') =>
  createPost(database.as('noor'), { groupId: database.cast.groups[group], text })

test('the log is found by outcome, class, field, object, id and time, and pages', async () => {
  // Tried again within four seconds otherwise, at once perhaps.
  const headers = { 'retry-after': '60' }
  receiver.answer = ({ body }) =>
    body.includes('bad') ? { status: 404, headers, body: 'thanks' } : { status: 200, body: 'thanks' }
  const good = await post('good')
  for (const text of ['bad', 'better', 'best']) await post(text)
  await settled()
  const [newest, , bad] = await list()
  expect((await list()).map(one => one.outcome)).toEqual(['delivered', 'delivered', 'retrying', 'delivered'])
  expect(bad).toMatchObject({
    responseClass: '4xx',
    status: 404,
    attempts: 1,
    mayRedeliver: true,
    webhookId: `msg_${bad?.id}`,
  })
  const ids = async (query: object) => (await list(query)).map(one => one.id)
  expect(await ids({ outcome: 'retrying' })).toEqual([bad?.id])
  expect(await ids({ responseClass: '4xx' })).toEqual([bad?.id])
  expect(await ids({ responseClass: '2xx', outcome: 'delivered' })).toHaveLength(3)
  expect(await ids({ topic: 'group', field: 'posts' })).toHaveLength(4)
  expect(await ids({ field: 'membership' })).toEqual([])
  expect((await list({ objectId: `1_${good.id}` })).map(one => one.objectId)).toEqual([good.id])
  expect(await ids({ objectId: 'nonsense' })).toEqual([])
  expect(await ids({ deliveryId: newest?.webhookId })).toEqual([newest?.id])
  expect(await ids({ to: new Date(Date.now() - 60_000).toISOString() })).toEqual([])
  const first = await server.call('ana', contract.listDeliveries, { params: params(), query: { limit: 3 } })
  const rest = await server.call('ana', contract.listDeliveries, {
    params: params(),
    query: { limit: 3, after: first.next ?? '' },
  })
  expect([...first.items, ...rest.items].map(one => one.id)).toEqual(await ids({}))
  expect(rest.next).toBeNull()
  const summary = await server.call('ana', contract.summarizeDeliveries, { params: params() })
  expect(summary.counts).toEqual({ delivered: 3, retrying: 1, waiting: 0, failed: 0, cancelled: 0 })
  expect(summary.bars).toHaveLength(24)
  expect(summary.bars.at(-1)?.counts).toEqual(summary.counts)
  expect(summary.p95Ms).toBeGreaterThanOrEqual(0)
})

test('the sums are those of the rows, whatever happened, before and after they are gathered, and through every filter', async () => {
  const summed = async (filter: contract.DeliveryFilter) =>
    (await server.call('ana', contract.summarizeDeliveries, { params: params(), query: filter })).counts
  const counted = async (filter: contract.DeliveryFilter) => {
    const counts = { delivered: 0, retrying: 0, waiting: 0, failed: 0, cancelled: 0 }
    for (const { outcome } of await list(filter)) counts[outcome]++
    return counts
  }
  const filters = [{}, { outcome: 'retrying' }, { responseClass: '4xx' }, { topic: 'group', field: 'posts' }] as const
  for (const filter of filters) expect(await summed(filter)).toEqual(await counted(filter))
  await Promise.all([gatherSums(), gatherSums()])
  expect(await rows(sql`select from delivery_differences`)).toEqual([])
  for (const filter of filters) expect(await summed(filter)).toEqual(await counted(filter))
  // What is forgotten is not summed either, and leaves no row.
  const old = { from: new Date(Date.now() - 40 * 86_400_000).toISOString() }
  await run(sql`update deliveries set made_at = now() - interval '31 days' where response_class = '4xx'`)
  expect(await summed(old)).toMatchObject({ retrying: 1, delivered: 3 })
  await run(sql`update deliveries set outcome = 'failed' where response_class = '4xx'`)
  expect(await summed(old)).toMatchObject({ retrying: 0, failed: 1 })
  await run(sql`update deliveries set made_at = now(), outcome = 'retrying' where response_class = '4xx'`)
  await gatherSums()
  await dropEmptySums()
  expect(await rows(sql`select from delivery_sums where n <= 0 or at < now() - interval '1 day'`)).toEqual([])
})

test('one of them in full: attempts, what it says, no secret; nothing of it for who may not read the group', async () => {
  const [row = { id: '' }] = await list({ outcome: 'delivered' })
  const shown = await server.call('ana', contract.getDelivery, { params: { ...params(), deliveryId: row.id } })
  expect(shown.body).toContain('"message":"best"')
  expect(shown.address).toBe(`${receiver.origin}/hook?code=…`)
  expect(shown.attempts[0]).toMatchObject({ n: 1, status: 200, responseBody: 'thanks', isRedelivery: false })
  for (const secret of [program.secret, 'kept-token', 'function-key', 'whsec_'])
    expect(JSON.stringify(shown)).not.toContain(secret)
  await post('between us', 'operations')
  await settled()
  const [hidden = { id: '' }] = await list()
  await run(
    sql`delete from memberships where member_id = ${database.as('ana').memberId} and group_id = ${database.cast.groups.operations}`,
  )
  const closed = await server.call('ana', contract.getDelivery, { params: { ...params(), deliveryId: hidden.id } })
  expect(closed).toMatchObject({ body: null, bodyHidden: 'not_yours' })
  expect(closed.attempts[0]?.responseBody).toBeNull()
  expect(JSON.stringify(closed)).not.toContain('between')
})

test('one is sent again under its id, and says so', async () => {
  receiver.calm()
  const [row = { id: '', attempts: 0 }] = await list({ outcome: 'retrying' })
  const asked = { params: { ...params(), deliveryId: row.id } }
  expect(await server.call('ana', contract.redeliver, asked)).toMatchObject({ outcome: 'waiting', redelivered: 1 })
  await settled()
  expect(receiver.deliveries.map(one => one.headers['webhook-id'])).toEqual([`msg_${row.id}`])
  const { delivery, attempts } = await server.call('ana', contract.getDelivery, asked)
  // On a slow machine it was tried a second time by itself before anybody asked for it.
  const { attempts: before } = row
  expect(delivery).toMatchObject({ outcome: 'delivered', attempts: before + 1 })
  expect(attempts.map(one => [one.n, one.isRedelivery])).toEqual([
    [before + 1, true],
    ...Array.from({ length: before }, (_, tried) => [before - tried, false]),
  ])
})

test('many are sent again by filter: counted first, with progress, once at a time, and stopped', async () => {
  receiver.calm()
  const body = { filter: { outcome: 'delivered' as const } }
  const dry = await server.call('ana', contract.redeliverMany, { params: params(), body: { ...body, dryRun: true } })
  expect(dry).toEqual({ total: 5, redelivery: null })
  expect(receiver.deliveries).toEqual([])
  const { redelivery } = await server.call('ana', contract.redeliverMany, { params: params(), body })
  expect(redelivery).toMatchObject({ total: 5, madeBy: { name: 'Ana Ferreira' } })
  const last = async () => (await server.call('ana', contract.lastRedelivery, { params: params() })).redelivery
  await until(async () => (await last())?.state === 'done')
  await until(() => receiver.deliveries.length === 5)
  expect(await last()).toMatchObject({ done: 5, state: 'done' })
  await run(sql`update redeliveries set state = 'running'`)
  expect((await server.refused('ana', contract.redeliverMany, { params: params(), body })).code).toBe('in_progress')
  const stop = { params: { ...params(), redeliveryId: redelivery?.id ?? '' } }
  expect(await server.call('ana', contract.stopRedelivery, stop)).toMatchObject({ state: 'stopped', done: 5 })
})

test('a test event goes the same way, for every field that something is sent for', async () => {
  receiver.calm()
  await settled()
  const send = (field: string) => ({ params: { ...params(), topicKey: 'group' }, body: { field } })
  for (const field of ['posts', 'membership'])
    expect(await server.call('ana', contract.sendTestEvent, send(field))).toMatchObject({ isTest: true, field })
  await until(() => receiver.deliveries.length === 2)
  const told = receiver.deliveries.map(({ body }) => JSON.parse(body).entry[0].changes[0])
  expect(told.map(one => one.field).sort()).toEqual(['membership', 'posts'])
  expect(told.find(one => one.field === 'posts')?.value.message).toBe('A test event from Passerelle')
  expect((await server.refused('ana', contract.sendTestEvent, send('something_else'))).code).toBe('bad_input')
  const none = { params: { ...params(), topicKey: 'page' }, body: { field: 'mention' } }
  expect((await server.refused('ana', contract.sendTestEvent, none)).code).toBe('not_subscribed')
})

test('the signing secret is shown on request and that is written down; the list never holds one', async () => {
  const asked = { params: { ...params(), topicKey: 'group' } }
  const { secret } = await server.call('ana', contract.showWebhookSecret, asked)
  expect(secret).toMatch(/^whsec_.{32}$/)
  const listed = JSON.stringify(await server.call('ana', contract.listWebhooks, { params: params() }))
  for (const hidden of [secret, 'kept-token']) expect(listed).not.toContain(hidden)
  const { action } = await one<{ action: string }>(sql`select action from audit order by id desc limit 1`)
  expect(action).toBe('integration.webhook_secret_shown')
})

test('a member, and an administrator of nothing here, find nothing', async () => {
  const [row = { id: '' }] = await list()
  const one = { params: { ...params(), deliveryId: row.id } }
  for (const who of ['noor', 'mei'] as const) {
    expect((await server.refused(who, contract.listDeliveries, { params: params() })).code).toBe('forbidden')
    expect((await server.refused(who, contract.redeliver, one)).code).toBe('forbidden')
  }
  const elsewhere = await makeProgram(database, 'Elsewhere', ['read_content'])
  const foreign = { params: { integrationKey: elsewhere.id, deliveryId: row.id } }
  expect((await server.refused('ana', contract.getDelivery, foreign)).code).toBe('not_found')
  expect((await server.refused('ana', contract.redeliver, foreign)).code).toBe('not_found')
  expect(
    (await server.call('ana', contract.listDeliveries, { params: { integrationKey: elsewhere.id } })).items,
  ).toEqual([])
})

test('a month is kept, and what waited three days behind a dead address is given up', async () => {
  await Promise.all(stops.map(one => one.stop()))
  stops = []
  await run(
    sql`update deliveries set made_at = now() - interval '31 days' where outcome = 'delivered' and field = 'posts'`,
  )
  await post('waits')
  await run(
    sql`update deliveries set made_at = now() - interval '40 days', tried_since = now() - interval '79 hours' where outcome = 'waiting'`,
  )
  const before = (await rows(sql`select from delivery_attempts`)).length
  await giveUpOld()
  const [given] = await rows(sql`select outcome, reason from deliveries where reason = 'too_old'`)
  expect(given).toEqual({ outcome: 'failed', reason: 'too_old' })
  await forgetOldDeliveries()
  expect((await list()).every(one => one.field === 'membership' && one.outcome === 'delivered')).toBe(true)
  expect((await rows(sql`select from delivery_attempts`)).length).toBeLessThan(before)
  expect(
    await rows(sql`
    select from delivery_attempts a where not exists (select from deliveries d where d.id = a.delivery_id)`),
  ).toEqual([])
})
