import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { asServed, until, useDatabase } from '../../test/harness/database.ts'
import { useReceiver } from '../../test/harness/receiver.ts'
import { makeProgram, type TestProgram } from '../../test/harness/subscriber.ts'
import { disableIntegration } from '../domain/integrations/disable-integration.ts'
import { createComment } from '../domain/posts/create-comment.ts'
import { createPost } from '../domain/posts/create-post.ts'
import { tellDispatch } from '../domain/webhooks/awaken.ts'
import { joinSenders } from '../domain/webhooks/senders.ts'
import { makeSlots } from '../domain/webhooks/slots.ts'
import { takeDeliveries } from '../domain/webhooks/take-deliveries.ts'
import { one, rows, run, sql } from '../platform/db.ts'
import { startDeliveries } from './deliveries.ts'

const database = useDatabase(asServed)
const receiver = useReceiver()
let program: TestProgram
let sender: { stop(): Promise<void> } | undefined
const groupId = () => database.cast.groups.workshop
const post = (text: string) => createPost(database.as('noor'), { groupId: groupId(), text })
const posts = (n: number) => Promise.all(Array.from({ length: n }, (_, at) => post(`post ${at}`)))
const start = () => {
  sender = startDeliveries(() => {})
}
const stop = async () => {
  await sender?.stop()
  sender = undefined
}

interface Row {
  id: string
  outcome: string
  reason: string | null
  attempts: number
  status: number | null
  response_class: string | null
  wait: number | null
}
const all = () =>
  rows<Row>(sql`
    select id, outcome, reason, attempts, status, response_class, extract(epoch from next_at - now())::float8 as wait from deliveries order by id`)
const first = async () => (await all())[0]
/** The clock of the schedule is the database's: what waits is due now. */
const hurry = async () => {
  await run(sql`update deliveries set next_at = now() where outcome = 'retrying'`)
  tellDispatch()
}
const endRest = async () => {
  await run(sql`update webhook_health set rests_until = now()`)
  tellDispatch()
}

beforeAll(async () => {
  program = await makeProgram(database, 'Echo', ['read_content', 'manage_content'], ['workshop'])
})
afterEach(async () => {
  await stop()
  await run(sql`delete from deliveries`)
  await run(sql`delete from delivery_attempts`)
  await run(sql`delete from webhook_health`)
  receiver.calm()
  await subscribed()
})
afterAll(stop)
const subscribed = async (inOrder = false) => {
  await program.subscribe('group', ['posts', 'comments'], `${receiver.origin}/hook`, { inOrder })
  receiver.calm()
}
beforeAll(() => subscribed())

test('what fails is tried again on the schedule, under the same id, and every attempt is kept', async () => {
  receiver.answer = () => ({
    status: 500,
    headers: { 'x-what': 'broken', 'set-cookie': 'a=secret' },
    body: 'x'.repeat(9_000),
  })
  await post('hello')
  start()
  await until(async () => (await first())?.outcome === 'retrying')
  expect((await first())?.wait).toBeLessThanOrEqual(4.01)
  for (const [tries, least, most] of [
    [2, 4.4, 9.6],
    [3, 54, 70],
    [4, 270, 334],
  ] as const) {
    await hurry()
    await until(async () => (await first())?.attempts === tries)
    const wait = (await first())?.wait ?? 0
    expect(wait).toBeGreaterThan(least - 1)
    expect(wait).toBeLessThan(most)
  }
  receiver.answer = () => ({ status: 204 })
  await hurry()
  await until(async () => (await first())?.outcome === 'delivered')
  expect(new Set(receiver.deliveries.map(one => one.headers['webhook-id']))).toEqual(
    new Set([`msg_${(await first())?.id}`]),
  )
  const attempts = await rows<Record<string, unknown>>(sql`select * from delivery_attempts order by n`)
  expect(attempts.map(one => [one.n, one.status])).toEqual([
    [1, 500],
    [2, 500],
    [3, 500],
    [4, 500],
    [5, 204],
  ])
  expect(attempts[0]?.response_body).toBe('x'.repeat(4_000))
  expect(attempts[0]?.response_headers).toMatchObject({ 'x-what': 'broken', 'set-cookie': '•••' })
  expect(await rows(sql`select from webhook_health`)).toEqual([])
})

test('after three days it is given up', async () => {
  receiver.answer = () => ({ status: 404 })
  await post('hello')
  await run(sql`update deliveries set tried_since = now() - interval '72 hours', tries = 12`)
  start()
  await until(async () => (await first())?.outcome === 'failed')
  expect(await first()).toMatchObject({ status: 404, wait: null })
})

test('Retry-After is kept, for everything that waits', async () => {
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '30' } })
  await post('one')
  start()
  await until(async () => (await first())?.outcome === 'retrying')
  expect((await first())?.wait).toBeGreaterThan(28)
  await post('two')
  await new Promise(resolve => setTimeout(resolve, 700))
  expect(receiver.deliveries).toHaveLength(1)
})

test('a redirect is a failure and is not followed', async () => {
  receiver.answer = () => ({
    status: 307,
    headers: { location: `${receiver.origin}/elsewhere`, 'retry-after': '30' },
  })
  await post('hello')
  start()
  await until(async () => (await first())?.outcome === 'retrying')
  expect(await first()).toMatchObject({ response_class: '3xx', status: 307 })
  expect(receiver.deliveries.map(one => one.url.pathname)).toEqual(['/hook'])
})

test('410 stops the subscription and what waits for it; saving it again begins anew', async () => {
  receiver.answer = () => ({ status: 410 })
  await post('one')
  await run(sql`update deliveries set next_at = now() + interval '1 hour'`)
  await post('two')
  start()
  await until(async () => (await all()).every(one => one.outcome !== 'waiting'))
  expect((await all()).map(one => [one.outcome, one.reason])).toEqual([
    ['cancelled', 'stopped'],
    ['failed', 'gone'],
  ])
  expect(await one(sql`select state, reason from webhook_subscriptions`)).toEqual({ state: 'stopped', reason: 'gone' })
  expect(await one(sql`select action, actor_id from audit order by id desc limit 1`)).toEqual({
    action: 'integration.webhook_stopped',
    actor_id: null,
  })
  await post('nobody is told')
  expect(await all()).toHaveLength(2)
  await subscribed()
  await post('told again')
  await until(() => receiver.deliveries.length === 1)
})

test('an address that keeps failing is left alone, then one goes ahead, and what waited follows', async () => {
  receiver.answer = () => ({ status: 503 })
  await posts(60)
  start()
  await until(async () => (await rows(sql`select from webhook_health where failures >= 10`)).length === 1)
  await new Promise(resolve => setTimeout(resolve, 700))
  const tried = receiver.deliveries.length
  expect(tried).toBeGreaterThanOrEqual(10)
  expect(tried).toBeLessThanOrEqual(20)
  const rest = async () =>
    (await one<{ s: number }>(sql`select extract(epoch from rests_until - now())::float8 as s from webhook_health`)).s
  expect(await rest()).toBeGreaterThan(28)
  // The rest is over: one tries, and it rests twice as long.
  await endRest()
  await until(() => receiver.deliveries.length === tried + 1)
  await until(async () => (await rest()) > 50)
  await new Promise(resolve => setTimeout(resolve, 600))
  expect(receiver.deliveries).toHaveLength(tried + 1)
  receiver.answer = () => ({ status: 200 })
  await hurry()
  await endRest()
  await until(async () => (await all()).every(one => one.outcome === 'delivered'))
  expect(await rows(sql`select from webhook_health`)).toEqual([])
})

test('at most ten at once, for an installation and for a host, from all senders together', async () => {
  let [now, most] = [0, 0]
  receiver.answer = () => {
    most = Math.max(most, ++now)
    setTimeout(() => now--, 60)
    return { status: 200, afterMs: 60 }
  }
  const other = await makeProgram(database, 'Other', ['read_content'], ['workshop'])
  await other.subscribe('group', ['posts'], `${receiver.origin}/other`)
  await posts(25)
  start()
  // As a second process would: it has its own count of what it sends, and only the database in common.
  const second = startDeliveries(() => {})
  await until(async () => (await rows(sql`select from webhook_senders`)).length === 2)
  await until(async () => (await all()).filter(one => one.outcome === 'delivered').length === 50)
  await second.stop()
  expect(most).toBe(10)
  expect(receiver.deliveries).toHaveLength(50)
  expect(await rows(sql`select from webhook_senders`)).toHaveLength(1)
  await run(sql`delete from webhook_subscriptions where installation_id = ${other.installationId}`)
})

test('whoever waits to look counts what another has under way that joined meanwhile', async () => {
  await posts(20)
  const looks = await joinSenders()
  const holder = new pg.Client({ connectionString: database.ownerUrl })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from webhook_senders for update')
  const taken = takeDeliveries(looks, 100, makeSlots().now())
  await until(async () => {
    const waiting = sql`
      select from pg_stat_activity where datname = current_database() and wait_event = 'transactionid'`
    return (await rows(waiting)).length === 1
  })
  const joins = await joinSenders()
  const underWay = { installations: { [program.installationId]: 7 }, hosts: {} }
  await run(sql`update webhook_senders set under_way = ${JSON.stringify(underWay)} where id = ${joins}`)
  await holder.query('commit')
  await holder.end()
  expect(await taken).toHaveLength(3)
  await run(sql`delete from webhook_senders`)
})

test('where order is asked for, what concerns one post goes one after the other', async () => {
  await subscribed(true)
  const made = await post('first')
  const other = await post('another')
  for (const text of ['second', 'third']) await createComment(database.as('bruno'), { postId: made.id, text })
  receiver.answer = ({ body }) => ({ status: body.includes('"first"') ? 500 : 200 })
  start()
  await until(async () => (await first())?.outcome === 'retrying')
  await new Promise(resolve => setTimeout(resolve, 300))
  const said = () => receiver.deliveries.map(({ body }) => JSON.parse(body).entry[0].changes[0].value.message)
  expect(said().filter(text => text !== 'first')).toEqual(['another'])
  expect(other.id).not.toBe(made.id)
  receiver.answer = () => ({ status: 200 })
  await hurry()
  await until(() => said().includes('third'))
  expect(said().slice(-3)).toEqual(['first', 'second', 'third'])
})

test('switched off with a thousand waiting: all cancelled, none sent after, none sent again when it is on', async () => {
  receiver.answer = () => ({ status: 200, afterMs: 20 })
  await posts(1_000)
  start()
  await until(() => receiver.deliveries.length > 30)
  const { receipt } = await disableIntegration(database.as('ana'), program.id)
  const at = Date.now()
  await new Promise(resolve => setTimeout(resolve, 300))
  const after = receiver.deliveries.filter(one => one.at > at)
  expect(after.length).toBeLessThanOrEqual(10)
  await until(async () => (await all()).every(one => one.outcome === 'delivered' || one.outcome === 'cancelled'))
  const outcomes = await all()
  expect(outcomes.filter(one => one.outcome === 'delivered')).toHaveLength(receiver.deliveries.length)
  expect(outcomes.filter(one => one.outcome === 'cancelled').every(one => one.reason === 'disabled')).toBe(true)
  expect(receipt.jobsCancelled).toBeGreaterThan(900)
  await post('nobody is told of this')
  await run(sql`update installations set state = 'enabled' where id = ${program.installationId}`)
  await run(sql`update members set active = true where id = ${program.bot.memberId}`)
  const told = receiver.deliveries.length
  await new Promise(resolve => setTimeout(resolve, 700))
  expect(receiver.deliveries).toHaveLength(told)
})

test('what a killed process held is sent by another when its lease ends, under the same id', async () => {
  await posts(11)
  const nothing = makeSlots().now()
  const dead = await joinSenders()
  const held = await takeDeliveries(dead, 100, nothing)
  expect(held).toHaveLength(10)
  start()
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(receiver.deliveries).toEqual([])
  // Once it has been silent for three seconds its room is free, and what it held is not yet.
  await run(sql`update webhook_senders set seen_at = seen_at - interval '3 seconds' where id = ${dead}`)
  await until(() => receiver.deliveries.length === 1)
  await new Promise(resolve => setTimeout(resolve, 300))
  expect(receiver.deliveries).toHaveLength(1)
  await run(sql`update deliveries set leased_until = leased_until - interval '30 seconds'`)
  await until(() => receiver.deliveries.length === 11)
  const told = receiver.deliveries.slice(1).map(one => one.headers['webhook-id'])
  expect(new Set(told)).toEqual(new Set(held.map(one => `msg_${one.id}`)))
})

test('two programs that answer each other stop at the fifth hop, and people are heard on', async () => {
  const other = await makeProgram(database, 'Other', ['read_content', 'manage_content'], ['workshop'])
  await other.subscribe('group', ['comments'], `${receiver.origin}/other`)
  const made = await post('talk to each other')
  start()
  await until(() => receiver.deliveries.length === 1)
  receiver.answer = ({ url, body }) => {
    const { field, value } = JSON.parse(body).entry[0].changes[0]
    const who = url.pathname === '/other' ? other : program
    if (field === 'comments') void createComment(who.bot, { postId: made.id, text: `${value.message}!` })
    return { status: 200 }
  }
  await createComment(other.bot, { postId: made.id, text: 'hello' })
  await until(async () => (await all()).some(one => one.reason === 'loop'))
  await new Promise(resolve => setTimeout(resolve, 300))
  const texts = (
    await rows<{ text: string }>(sql`select text from comments where post_id = ${made.id} order by id`)
  ).map(row => row.text)
  expect(texts).toEqual(['hello', 'hello!', 'hello!!', 'hello!!!', 'hello!!!!', 'hello!!!!!'])
  receiver.answer = () => ({ status: 200 })
  const before = receiver.deliveries.length
  await createComment(database.as('bruno'), { postId: made.id, text: 'enough' })
  await until(() => receiver.deliveries.length === before + 2)
  await run(sql`delete from webhook_subscriptions where installation_id = ${other.installationId}`)
})
