import { afterEach, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../../test/harness/database.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { makeProgram, type TestProgram } from '../../../test/harness/subscriber.ts'
import { maybe, one, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { disableIntegration } from '../integrations/disable-integration.ts'
import { listSubscriptions, showWebhooks } from './list-subscriptions.ts'
import { type NewSubscription, subscribe } from './subscribe.ts'
import { subscriberOf, subscriberOfApp } from './subscriber.ts'
import { unsubscribe } from './unsubscribe.ts'

const database = useDatabase()
const receiver = useReceiver()
let program: TestProgram

beforeAll(async () => {
  program = await makeProgram(database, 'Echo', ['read_content', 'mention'], ['workshop'])
})
afterEach(() => receiver.calm())

const asked = (more: Partial<NewSubscription> = {}): NewSubscription => ({
  topic: 'group',
  fields: ['posts'],
  callbackUrl: `${receiver.origin}/hook?code=k`,
  verifyToken: 'ça & là',
  ...more,
})
const asAna = async (more?: Partial<NewSubscription>) =>
  subscribe(await subscriberOf(database.as('ana'), program.id), asked(more))
const refusal = async (work: Promise<unknown>) => {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(problem instanceof Refusal)) throw problem ?? new Error('it was not refused')
  return { code: problem.code, ...problem.data }
}

test('the address is asked as Workplace asked, and only then is anything written', async () => {
  await asAna({ fields: ['posts', 'comments', 'posts'] })
  const [{ url } = { url: new URL('http://none') }] = receiver.handshakes
  expect(receiver.handshakes).toHaveLength(1)
  expect([...url.searchParams.keys()]).toEqual(['code', 'hub.mode', 'hub.challenge', 'hub.verify_token'])
  expect(url.searchParams.get('hub.mode')).toBe('subscribe')
  expect(url.searchParams.get('hub.challenge')).toMatch(/^\d+$/)
  expect(url.searchParams.get('hub.verify_token')).toBe('ça & là')
  const [row] = (await showWebhooks(database.as('ana'), program.id)).items
  expect(row).toMatchObject({ topic: 'group', fields: ['posts', 'comments'], state: 'active', inOrder: false })
  expect(JSON.stringify(row)).not.toContain('là')
  const stored = await one<{ t: string }>(sql`select webhook_subscriptions::text as t from webhook_subscriptions`)
  for (const secret of ['là', 'whsec']) expect(stored.t).not.toContain(Buffer.from(secret).toString('hex'))
})

test.each([
  [
    'status',
    () => ({ status: 403, body: 'Wrong\n\u202etoken' }),
    { problem: 'status', status: 403, said: 'Wrong token' },
  ],
  ['body', () => ({ status: 200, body: 'OK' }), { problem: 'body', status: 200, said: 'OK' }],
  ['nothing', () => ({ status: 200 }), { problem: 'empty', status: 200, said: '' }],
  ['redirect', () => ({ status: 302, headers: { location: '/x' } }), { problem: 'status', status: 302, said: '' }],
] as const)('an address that answers otherwise is refused with what it said: %s', async (_, answer, said) => {
  const before = await rows(sql`select * from webhook_subscriptions`)
  receiver.shake = answer
  expect(await refusal(asAna({ fields: ['membership'] }))).toEqual({ code: 'callback_refused', ...said })
  expect(await rows(sql`select * from webhook_subscriptions`)).toEqual(before)
})

test('a challenge with something around it is not the challenge', async () => {
  receiver.shake = ({ url }) => ({ status: 200, body: `"${url.searchParams.get('hub.challenge')}"` })
  expect(await refusal(asAna())).toMatchObject({ problem: 'body' })
})

test('what is inside, unencrypted, or no address is refused, and nothing is called', async () => {
  for (const inside of ['https://127.0.0.1/x', 'https://10.0.0.1', 'https://[::1]:8080/'])
    expect(await refusal(asAna({ callbackUrl: inside }))).toEqual({ code: 'callback_refused', problem: 'unreachable' })
  expect(await refusal(asAna({ callbackUrl: 'http://example.org/x' }))).toMatchObject({ problem: 'not_https' })
  for (const odd of ['ftp://a.test', 'nothing', 'https://me:pw@a.test/'])
    expect(await refusal(asAna({ callbackUrl: odd }))).toMatchObject({ field: 'callbackUrl', problem: 'malformed' })
  expect(receiver.handshakes).toEqual([])
})

test('a program subscribes itself, with names from the Messenger era; the same topic again replaces', async () => {
  const itself = await subscriberOfApp(program.id)
  if (!itself) throw new Error('it is enabled')
  await subscribe(itself, asked({ topic: 'page', fields: ['messages', 'messaging_optins'] }))
  await subscribe(itself, asked({ topic: 'page', fields: ['mention', 'messages'], verifyToken: 'other' }))
  const found = await listSubscriptions(itself)
  expect(found.map(row => [row.topic, row.fields.join()])).toEqual([
    ['group', 'posts,comments'],
    ['page', 'mention,messages'],
  ])
  const last = await one(sql`select actor_id, action, after from audit order by id desc limit 1`)
  expect(last).toEqual({
    actor_id: program.bot.memberId,
    action: 'integration.webhook_changed',
    after: { topic: 'page', fields: ['mention', 'messages'], host: new URL(receiver.origin).host, inOrder: false },
  })
  expect(await unsubscribe(itself, 'page', ['mention'])).toBe(true)
  expect((await listSubscriptions(itself)).at(-1)?.fields).toEqual(['messages'])
  expect(await unsubscribe(itself, 'page')).toBe(true)
  expect(await unsubscribe(itself, 'page')).toBe(false)
  expect(await unsubscribe(itself, 'nonsense')).toBe(false)
})

test('without a verify token the one that is kept is shown again; a first time needs one', async () => {
  await asAna({ verifyToken: undefined, fields: ['posts'] })
  expect(receiver.handshakes[0]?.url.searchParams.get('hub.verify_token')).toBe('ça & là')
  expect(await refusal(asAna({ verifyToken: undefined, topic: 'user', fields: ['status'] }))).toMatchObject({
    field: 'verifyToken',
  })
})

test('fields and topics that cannot be are refused', async () => {
  expect(await refusal(asAna({ topic: 'pages' }))).toMatchObject({ field: 'topic' })
  expect(await refusal(asAna({ fields: [' '] }))).toMatchObject({ field: 'fields', problem: 'too_few' })
  expect(await refusal(asAna({ fields: ['a b'] }))).toMatchObject({ field: 'fields', problem: 'malformed' })
  expect(receiver.handshakes).toEqual([])
})

test('who does not administer is refused, and another’s program is not there; nor is any once it is off', async () => {
  expect(await refusal(subscriberOf(database.as('noor'), program.id))).toEqual({ code: 'forbidden' })
  expect(await refusal(subscriberOf(database.as('ana'), '12345'))).toEqual({ code: 'not_found' })
  expect(await refusal(subscriberOf(database.as('ana'), 'jira'))).toEqual({ code: 'not_found' })
  await disableIntegration(database.as('ana'), program.id)
  expect(await subscriberOfApp(program.id)).toBeUndefined()
  expect(await refusal(asAna())).toEqual({ code: 'not_enabled' })
  expect(receiver.handshakes).toEqual([])
  expect(await maybe(sql`select from webhook_subscriptions where topic = 'page'`)).toBeUndefined()
})
