/** A collector gets everything once, in its own form, also what happened while it was away; and nobody sends our secrets or logs elsewhere. */

import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createTcp, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as contract from '../../../contract/api/api-log.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { useServer } from '../../../test/harness/server.ts'
import { configureAddresses } from '../../platform/addresses.ts'
import { one, rows, run, sql, transaction } from '../../platform/db.ts'
import { configureOutbound } from '../../platform/outbound.ts'
import { startFollowers } from '../../work/followers.ts'
import { flushApiLog, logCall } from '../api-log/log-call.ts'
import { sealAudit } from '../audit/seal.ts'
import { pushToCollectors } from './push.ts'

const database = useDatabase()
const server = useServer(database)
const receiver = useReceiver('collector.test')
let syslog: Server
let said = ''
let n = 0

beforeAll(async () => {
  configureAddresses(new URL('https://passerelle.example'))
  syslog = createTcp(socket => {
    socket.on('data', piece => {
      said += piece
    })
    socket.on('error', () => {})
  })
  await new Promise<void>(resolve => syslog.listen(0, '127.0.0.1', resolve))
  configureOutbound({
    allow: [new URL(receiver.origin).host, `syslog.test:${port()}`],
    lookup: async () => ['127.0.0.1'],
  })
})
afterAll(() => new Promise(resolve => syslog.close(resolve)))
const port = (): number => (syslog.address() as AddressInfo).port

const body = (form: Partial<contract.CollectorBody>): contract.CollectorBody => ({
  ...{ name: 'Ours', kind: 'http', url: `${receiver.origin}/in`, calls: true, audit: false, on: true },
  ...form,
})
const add = (form: Partial<contract.CollectorBody> = {}) =>
  server.call('ana', contract.addCollector, { body: body(form) })
const call = (path = '/me'): string => {
  const trace = `trace-${n++}`
  logCall({
    ...{ communityId: database.cast.communityId, installationId: undefined, appId: '5', api: 'graph', method: 'GET' },
    ...{ path, permissions: [], groupId: undefined, status: 200, code: undefined, durationMs: 1, bytes: 2 },
    ...{ address: '192.0.2.1', userAgent: 'robot', traceId: trace, at: new Date() },
  })
  return trace
}
/** Every call is in the log, and older than all that runs: another test's transaction, in a database of its own, counts as well. */
const allLogged = async (): Promise<void> => {
  await flushApiLog()
  await until(async () => {
    const { seen } = await one<{ seen: boolean }>(
      sql`select coalesce((select max(xid) from api_log) < pg_snapshot_xmin(pg_current_snapshot()), true) as seen`,
    )
    return seen
  })
}
const pushAll = async (): Promise<void> => {
  await allLogged()
  await sealAudit()
  await run(sql`update collectors set next_at = now()`)
  await pushToCollectors()
}
const lines = () =>
  receiver.deliveries
    .flatMap(one => one.body.trimEnd().split('\n'))
    .map(line => JSON.parse(line) as Record<string, string>)
const traces = () => lines().flatMap(line => line.trace_id ?? [])

beforeEach(async () => {
  await run(sql`delete from collectors`)
  receiver.calm()
  receiver.answer = () => ({ status: 200 })
  said = ''
})

test('everything comes once and in order, also what happened while it was away and in a transaction that ended late', async () => {
  call('/before-it-was-there')
  await allLogged()
  const { id } = await add({ secret: 'Bearer of-the-collector', audit: true })
  const wanted = [call(), call()]
  await pushAll()
  expect(traces()).toEqual(wanted)
  expect(receiver.deliveries[0]?.headers).toMatchObject({
    authorization: 'Bearer of-the-collector',
    'content-type': 'application/x-ndjson',
  })
  receiver.answer = () => ({ status: 503 })
  wanted.push(call(), call())
  await pushAll()
  const [away] = (await server.call('ana', contract.listCollectors)).items
  expect(away).toMatchObject({ problem: 'HTTP 503', hasSecret: true })
  receiver.calm()
  receiver.answer = () => ({ status: 200 })
  // Its row has a lower number and is seen later than those that follow: none of them may be passed over for it.
  await transaction(async () => {
    await run(sql`
      insert into api_log (community_id, api, method, path, status, duration_ms, trace_id)
      values (${database.cast.communityId}, 'graph', 'GET', '/late', 200, 1, 'late')`)
    call()
    await new Promise(resolve => setTimeout(resolve, 700))
  })
  await pushAll()
  await pushAll()
  const all = traces()
  expect(new Set(all).size).toBe(all.length)
  expect([...all].sort()).toEqual([...wanted.slice(2), 'late', `trace-${n - 1}`].sort())
  expect(lines().filter(line => line.log === 'audit')).toEqual([])
  expect(
    await server.call('ana', contract.changeCollector, {
      params: { collectorId: id },
      body: body({ name: 'Theirs', audit: true }),
    }),
  ).toMatchObject({ hasSecret: true, problem: null })
  receiver.calm()
  await pushAll()
  const [entry] = lines()
  expect(entry).toMatchObject({ log: 'audit', action: 'collector.changed', actor: 'Ana Ferreira' })
  expect(entry?.seal).toHaveLength(43)
})

test('more than fits at once comes in several, and a killed process repeats at most the last', async () => {
  await add()
  await run(sql`
    insert into api_log (community_id, api, method, path, status, duration_ms, trace_id)
    select ${database.cast.communityId}, 'graph', 'GET', '/many', 200, 1, 'many-' || i from generate_series(1, 1234) i`)
  let got = 0
  receiver.answer = () => ({ status: ++got === 2 ? 500 : 200 })
  await pushAll()
  await pushAll()
  const taken = receiver.deliveries.filter((_, at) => at !== 1).flatMap(one => one.body.trimEnd().split('\n'))
  expect(taken).toHaveLength(1_234)
  expect(new Set(taken.map(line => JSON.parse(line).trace_id)).size).toBe(1_234)
})

test('too much at once comes in smaller parts; what is refused by itself is passed over and said, and nothing else', async () => {
  const { id } = await add()
  const { id: nothing } = await add({ name: 'Takes nothing', url: `${receiver.origin}/nothing` })
  await run(sql`
    insert into api_log (community_id, api, method, path, status, duration_ms, trace_id)
    select ${database.cast.communityId}, 'graph', 'GET', case when i in (1, 333, 334) then '/wrong' else '/many' end, 200, 1, 'part-' || i
    from generate_series(1, 600) i`)
  receiver.answer = ({ body: sent, url }) => {
    if (url.pathname === '/nothing') return { status: 400 }
    return { status: sent.length > 30_000 ? 413 : sent.includes('/wrong') ? 400 : 200 }
  }
  const taken = () =>
    receiver.deliveries
      .filter(one => one.url.pathname === '/in' && one.body.length <= 30_000 && !one.body.includes('/wrong'))
      .flatMap(one => one.body.trimEnd().split('\n'))
      .map(line => JSON.parse(line).trace_id)
  await pushAll()
  const part = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `part-${from + at}`)
  expect(taken()).toEqual([...part(2, 332), ...part(335, 600)])
  const { items } = await server.call('ana', contract.listCollectors)
  const [one, none] = [items.find(item => item.id === id), items.find(item => item.id === nothing)]
  expect(one).toMatchObject({ problem: null, sent: 597, passedOver: 3 })
  const known = await rows<{ id: string }>(sql`select id from api_log where path = '/wrong' order by id desc`)
  expect(one?.refused.map(({ log, id: entry, answer }) => [log, entry, answer])).toEqual(
    known.map(row => ['api', row.id, 'HTTP 400']),
  )
  // Who takes nothing is away, whatever it answers: all of it comes once it does.
  expect(none).toMatchObject({ problem: 'HTTP 400', sent: 0, passedOver: 0, refused: [] })
  receiver.calm()
  receiver.answer = () => ({ status: 200 })
  await pushAll()
  expect(traces()).toEqual(part(1, 600))
})

test('one that never ends its answer has taken them, and is not told twice', async () => {
  await add()
  const trace = call()
  receiver.answer = () => ({ status: 200, endless: true })
  await pushAll()
  await pushAll()
  expect(traces()).toEqual([trace])
  expect((await server.call('ana', contract.listCollectors)).items[0]).toMatchObject({ problem: null, sent: 1 })
})

test('what is behind goes to the address as it is now, also where it was changed on the way', async () => {
  const { id } = await add()
  await run(sql`
    insert into api_log (community_id, api, method, path, status, duration_ms, trace_id)
    select ${database.cast.communityId}, 'graph', 'GET', '/many', 200, 1, 'moved-' || i from generate_series(1, 1234) i`)
  receiver.answer = ({ url }) => {
    const moved = body({ url: `${receiver.origin}/elsewhere` })
    if (url.pathname === '/in')
      void server.call('ana', contract.changeCollector, { params: { collectorId: id }, body: moved })
    return { status: 200, afterMs: 300 }
  }
  await pushAll()
  expect(receiver.deliveries.map(one => one.url.pathname)).toEqual(['/in', '/elsewhere', '/elsewhere'])
})

test('OTLP and syslog carry the same', async () => {
  await add({ kind: 'otlp', url: receiver.origin })
  await add({ kind: 'syslog', url: `tcp://syslog.test:${port()}` })
  const trace = call('/x\u0007')
  await pushAll()
  const [sent] = receiver.deliveries
  expect(sent?.url.pathname).toBe('/v1/logs')
  const record = JSON.parse(sent?.body ?? '{}').resourceLogs[0].scopeLogs[0].logRecords[0]
  expect(record).toMatchObject({ severityText: 'INFO', body: { stringValue: 'GET /x\\x07' } })
  expect(record.attributes).toContainEqual({ key: 'trace_id', value: { stringValue: trace } })
  expect(record.attributes).toContainEqual({ key: 'status', value: { intValue: '200' } })
  const framed = Buffer.from(said)
  const [length = ''] = said.split(' ', 1)
  const message = framed.subarray(length.length + 1, length.length + 1 + Number(length)).toString()
  expect(framed.length).toBe(length.length + 1 + Number(length))
  expect(message).toMatch(/^<134>1 \d{4}-\d\d-\d\dT[\d:.]+Z passerelle\.example passerelle - api - \{/)
  expect(JSON.parse(message.slice(message.indexOf('{'))).trace_id).toBe(trace)
})

test('names in the audit are others’ words: no terminal that shows what came obeys them', async () => {
  const { memberId } = database.cast.people.ana
  await run(sql`update members set name = ${'Ana \u009b31m\u202eturned'} where id = ${memberId}`)
  for (const kind of ['http', 'otlp'] as const) await add({ kind, calls: false, audit: true })
  await add({ kind: 'syslog', url: `tcp://syslog.test:${port()}`, calls: false, audit: true })
  await add({ name: 'What is told' })
  await pushAll()
  await run(sql`update members set name = 'Ana Ferreira' where id = ${memberId}`)
  const sent = [...receiver.deliveries.map(one => Buffer.from(one.body, 'latin1').toString()), said]
  expect(sent).toHaveLength(3)
  for (const text of sent) {
    expect(text).toContain('Ana \\u009b31m\\u202eturned')
    expect(text).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/)
  }
})

test('a syslog collector that is away keeps the cursor', async () => {
  await add({ kind: 'syslog', url: `tcp://syslog.test:${port()}` })
  const at = port()
  await new Promise(resolve => syslog.close(resolve))
  const trace = call()
  await pushAll()
  expect((await server.call('ana', contract.listCollectors)).items[0]?.problem).toBe('unreachable')
  await new Promise<void>(resolve => syslog.listen(at, '127.0.0.1', resolve))
  await pushAll()
  expect(said).toContain(trace)
})

test('a collector that does not answer holds up no other', async () => {
  const silent = createHttp(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const host = `silent.test:${(silent.address() as AddressInfo).port}`
  configureOutbound({ allow: [host, new URL(receiver.origin).host], lookup: async () => ['127.0.0.1'] })
  await add({ name: 'Silent', url: `http://${host}/` })
  await add()
  const asked = once(silent, 'request')
  const followers = startFollowers(() => {})
  call()
  await asked
  const trace = call()
  await until(() => receiver.deliveries.some(one => one.body.includes(trace)), 9)
  silent.closeAllConnections()
  silent.close()
  await followers.stop()
})

test('inside is only where the operator said so, encrypted otherwise; the secret goes to no other host and is never told', async () => {
  const refused = async (form: Partial<contract.CollectorBody>) =>
    (await server.refused('ana', contract.addCollector, { body: body(form) })).code
  for (const url of [
    'http://logs.example.com/',
    'tcp://logs.example.com:514',
    'ftp://x/',
    'https://me:pw@x.example/',
    'nonsense',
  ])
    expect(await refused({ url }), url).toBe('collector_refused')
  expect(await refused({ kind: 'syslog', url: 'tls://logs.example.com' })).toBe('collector_refused')
  expect(await refused({ calls: false, audit: false })).toBe('bad_input')
  expect((await server.refused('noor', contract.addCollector, { body: body({}) })).status).toBe(403)
  await add({ url: 'https://127.0.0.1/' })
  call()
  await pushAll()
  expect((await server.call('ana', contract.listCollectors)).items[0]).toMatchObject({
    problem: 'unreachable',
    sent: 0,
  })
  await run(sql`delete from collectors`)
  const { id } = await add({ secret: 'Bearer of-the-collector' })
  const moved = { params: { collectorId: id }, body: body({ url: 'https://elsewhere.example/in' }) }
  expect(await server.call('ana', contract.changeCollector, moved)).toMatchObject({ hasSecret: false })
  const { text } = await one<{ text: string }>(sql`select string_agg(a::text, '') as text from audit a`)
  const kept = await rows<{ row: string }>(sql`select c::text as row from collectors c`)
  expect(`${text}${JSON.stringify(kept)}`).not.toContain('of-the-collector')
})
