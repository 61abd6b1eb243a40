/** What leaves the logs: exact, harmless in a spreadsheet and brought back to the letter, and gone on from any byte. */
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAudit } from '../../../contract/api/audit.ts'
import { createCustomIntegration } from '../../../contract/api/custom-integrations.ts'
import type { LogExport } from '../../../contract/api/log-exports.ts'
import * as contract from '../../../contract/api/log-exports.ts'
import { cells, cellsElsewhere, restored } from '../../../test/harness/csv.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { openMailBox } from '../../../test/harness/mail-box.ts'
import { useServer } from '../../../test/harness/server.ts'
import { csvCell } from '../../platform/csv.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { givingWay } from '../../platform/give-way.ts'
import { startWorkers } from '../../platform/jobs.ts'
import { jobs } from '../../work/jobs.ts'
import { flushApiLog, logCall } from '../api-log/log-call.ts'
import { record } from '../audit/record.ts'
import { sealAudit } from '../audit/seal.ts'

const database = useDatabase()
const server = useServer(database)
let origin = ''
let workers: { stop(): Promise<void> }
const communityId = () => database.cast.communityId
const many = 12_000

/** Texts that spreadsheets or terminals have obeyed, and some that only look like it. */
const formulas = [
  ...[
    '=1+1',
    '+1',
    '-1',
    '@SUM(1)',
    '\t=1',
    '\r=1',
    '\n=1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    '%0A=1',
    '|calc',
  ],
  ...[
    "'=1",
    "'",
    "''",
    '"=1',
    '"',
    '=1"";"',
    ',=1',
    ';=1',
    '=1;2',
    "x;=cmd|' /C calc'!A0;",
    'x;"=1+1"',
    "x;'=1",
    "x;';'",
    'x;;=1;\t=2',
    'x; =1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    ' =1',
    'a=1',
    '',
    'é =1',
    '=\u0007',
    '\u001b]0;x\u0007',
    '\u0085=1',
  ],
]

beforeAll(async () => {
  workers = startWorkers(jobs, () => {})
  origin = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => workers.stop())

const log = (n: number, said: string) =>
  logCall({
    ...{
      communityId: communityId(),
      installationId: undefined,
      appId: '77',
      api: 'graph',
      method: 'GET',
      permissions: [],
    },
    ...{ groupId: undefined, status: 200, code: undefined, durationMs: n, bytes: n, address: said, userAgent: said },
    ...{ traceId: `t${n}`, path: said, at: new Date(Date.now() - 60_000 + n) },
  })
const ask = (filter: object = {}, form: object = {}) =>
  server.call('ana', contract.exportCalls, { body: { format: 'csv', packed: false, tell: false, filter, ...form } })
const fetchIt = async ({ address }: LogExport, init: { query?: string; headers?: Record<string, string> } = {}) =>
  fetch(`${origin}${address}${init.query ?? ''}`, { headers: { cookie: await server.cookie('ana'), ...init.headers } })
const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer())
const state = async (id: string) => (await server.call('ana', contract.listLogExports)).items.find(one => one.id === id)

test('no cell of it is a formula, no byte obeyed by a terminal, and every text comes back', async () => {
  for (const [n, said] of formulas.entries()) log(n, said)
  await flushApiLog()
  const answer = await fetchIt(await ask({ appId: '77' }))
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="api-log-\d+\.csv"$/)
  const text = (await bytesOf(answer)).toString('utf8')
  expect(text.replace(/\r\n|^\ufeff/g, '')).not.toMatch(/\p{Cc}/u)
  const [head = [], ...lines] = cells(text.replace(/^\ufeff/, ''))
  expect(lines).toHaveLength(formulas.length)
  for (const line of lines)
    for (const cell of line) expect(cell, JSON.stringify(line)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠|%]/)
  for (const separator of [';', '\t'] as const)
    for (const cell of cellsElsewhere(text, separator)) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠|%]/)
  const stored = await rows<{ path: string; user_agent: string; address: string }>(
    sql`select path, user_agent, address from api_log where app_id = 77 order by at, id`,
  )
  const at = (name: string) => lines.map(line => restored(line[head.indexOf(name)] ?? ''))
  expect(at('path')).toEqual(stored.map(row => row.path))
  expect(at('user_agent')).toEqual(stored.map(row => row.user_agent))
  expect(at('address')).toEqual(stored.map(row => row.address))
  const lined = (await bytesOf(await fetchIt(await ask({ appId: '77' }, { format: 'jsonl' })))).toString('utf8')
  const objects = lined
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(objects.map(object => object.path)).toEqual(stored.map(row => row.path))
  const nothing = await bytesOf(await fetchIt(await ask({ appId: '79' }, { format: 'jsonl', packed: true })))
  expect(gunzipSync(nothing).toString()).toBe('')
})

test('the database writes cells as we do', async () => {
  for (const said of formulas.filter(text => !text.includes('\0')))
    expect((await one<{ cell: string }>(sql`select csv_cell(${said}) as cell`)).cell).toBe(csvCell(said))
})

test('a killed download goes on where it broke off: with Range, and with the address alone', async () => {
  await run(sql`
    insert into api_log (community_id, at, app_id, api, method, path, status, duration_ms, bytes, trace_id, user_agent)
    select ${communityId()}, now() - interval '1 hour' + n * interval '10 milliseconds', 88, 'graph', 'GET', '/' || n || '/feed', 200, n % 97, n, 'x' || n,
      repeat('agent ', 40) from generate_series(1, ${many}) n`)
  for (const packed of [false, true]) {
    const made = await ask({ appId: '88' }, { packed })
    const whole = await bytesOf(await fetchIt(await ask({ appId: '88' }, { packed })))
    const stopped = new AbortController()
    const cut = await fetch(`${origin}${made.address}`, {
      headers: { cookie: await server.cookie('ana') },
      signal: stopped.signal,
    })
    const reader = cut.body?.getReader()
    const parts: Uint8Array[] = []
    for (let length = 0; length < whole.length / 3; ) {
      const { value } = (await reader?.read()) ?? {}
      if (!value) break
      parts.push(value)
      length += value.length
    }
    stopped.abort()
    const had = Buffer.concat(parts)
    expect(had.length).toBeLessThan(whole.length)
    const rest = await fetchIt(made, { query: `?offset=${had.length}` })
    expect(Buffer.concat([had, await bytesOf(rest)]).equals(whole)).toBe(true)
    const ready = await until(async () => (await state(made.id))?.state === 'ready' && state(made.id), 20)
    expect(ready).toMatchObject({ rows: many, bytes: whole.length, percent: 100 })
    const ranged = await fetchIt(made, { headers: { range: `bytes=${had.length}-` } })
    expect([ranged.status, ranged.headers.get('content-range')]).toEqual([
      206,
      `bytes ${had.length}-${whole.length - 1}/${whole.length}`,
    ])
    expect(Buffer.concat([had, await bytesOf(ranged)]).equals(whole)).toBe(true)
    const middle = await fetchIt(made, { headers: { range: 'bytes=1000-1999' } })
    expect((await bytesOf(middle)).equals(whole.subarray(1_000, 2_000))).toBe(true)
    expect((await fetchIt(made, { headers: { range: `bytes=${whole.length}-` } })).status).toBe(416)
    const lines = cells((packed ? gunzipSync(whole) : whole).toString('utf8'))
    expect(lines).toHaveLength(many + 1)
    expect(
      lines
        .slice(1)
        .map(line => line[6])
        .join(),
    ).toBe(Array(many).fill('GET').join())
  }
}, 60_000)

test('long work gives way to whatever is asked of the server', async () => {
  let begun = 0
  const step = givingWay(() => {
    begun = performance.now()
    return new Promise(resolve => setTimeout(resolve, 5))
  })
  await step()
  const waited = await until(async () => {
    await server.call('ana', contract.listLogExports)
    const asked = performance.now()
    await step()
    return begun - asked > 15
  })
  expect(waited).toBe(true)
})

test('its rows are fixed when it is asked for, and only its maker has it while they may', async () => {
  const made = await ask({ appId: '77' })
  log(99, 'later')
  await flushApiLog()
  const text = (await bytesOf(await fetchIt(made))).toString('utf8')
  expect(text).not.toContain('later')
  const as = async (who: 'theo' | 'noor') =>
    (await fetch(`${origin}${made.address}`, { headers: { cookie: await server.cookie(who) } })).status
  expect([await as('theo'), await as('noor'), (await fetch(`${origin}${made.address}`)).status]).toEqual([
    404, 404, 401,
  ])
  expect(
    (
      await server.refused('noor', contract.exportCalls, {
        body: { format: 'csv', packed: false, tell: false, filter: {} },
      })
    ).status,
  ).toBe(403)
  await server.call('ana', contract.removeLogExport, { params: { exportId: made.id } })
  expect((await fetchIt(made)).status).toBe(404)
})

test('one that is made in the background tells its maker, by mail too', async () => {
  const box = await openMailBox()
  const made = await ask({ appId: '88' }, { tell: true })
  await until(async () => (await state(made.id))?.state === 'ready')
  const told = await until(async () => {
    const found = await rows<{ values: unknown; member_id: string }>(
      sql`select values, member_id from notifications where kind = 'log_export_ready'`,
    )
    return found.length > 0 && found
  })
  expect(told).toEqual([{ values: { log: 'api', exportId: made.id }, member_id: database.cast.people.ana.memberId }])
  const [mail, ...others] = await until(() => box.read().length > 0 && box.read())
  box.close()
  expect(others).toEqual([])
  expect(mail).toMatch(/^To: ana@cobalt\.example$/m)
  // The way to it, never the export itself, which only its maker opens.
  expect(mail).toContain('/admin/activity?exports=1\n')
  expect(mail).not.toContain(made.address)
})

test('the audit is found by browser and country, and leaves the same way, with its seals', async () => {
  const from = { userAgent: 'Mozilla/5.0 (X11) Firefox/140', country: 'PL', address: '10.9.8.7' }
  await record({ communityId: communityId(), action: 'session.ended', subject: 'session', ...from })
  const find = async (query: object) => (await server.call('ana', listAudit, { query })).items
  expect(await find({ userAgent: 'firefox/140', country: 'pl' })).toMatchObject([{ action: 'session.ended', ...from }])
  expect([await find({ userAgent: 'firefox', country: 'fr' }), await find({ userAgent: '%' })]).toEqual([[], []])
  await sealAudit()
  const made = await server.call('ana', contract.exportAudit, {
    body: { format: 'csv', packed: false, tell: false, filter: { subject: 'log' } },
  })
  const [head = [], ...lines] = cells((await bytesOf(await fetchIt(made))).toString('utf8').replace(/^\ufeff/, ''))
  const { count } = await one<{ count: number }>(
    sql`select count(*)::int as count from audit where subject = 'log' and action <> 'log.audit_exported'`,
  )
  expect(lines).toHaveLength(count)
  expect(lines.every(line => restored(line[head.indexOf('seal')] ?? '').length === 43)).toBe(true)
  expect(lines[0]?.[head.indexOf('action')]).toBe('log.calls_exported')
  expect(head).toEqual(expect.arrayContaining(['user_agent', 'country']))
})

test('an export does not become another one where somebody is called otherwise meanwhile', async () => {
  const { id } = await server.call('ana', createCustomIntegration, {
    body: { name: 'Before', description: '', permissions: [], scope: { everyone: true } },
  })
  const { memberId } = database.cast.people.ana
  for (let n = 0; n < 3; n++)
    logCall({
      ...{ communityId: communityId(), installationId: undefined, appId: id, api: 'graph', method: 'GET', path: '/me' },
      ...{ permissions: [], groupId: undefined, status: 200, code: undefined, durationMs: 1, bytes: 1, address: '' },
      ...{ userAgent: '', traceId: `n${n}`, at: new Date() },
    })
  await flushApiLog()
  await sealAudit()
  const made = [
    await ask({ integration: id }),
    await server.call('ana', contract.exportAudit, {
      body: { format: 'jsonl', packed: false, tell: false, filter: { action: 'integration.' } },
    }),
  ]
  const before = await Promise.all(made.map(async one => (await bytesOf(await fetchIt(one))).toString()))
  expect(before[0]).toContain('"Before"')
  expect(before[1]).toContain('Ana Ferreira')
  await run(sql`update custom_integrations set name = 'Afterwards, and longer' where id = ${id}`)
  await run(sql`update members set name = 'Ana Ferreira-Keller' where id = ${memberId}`)
  const after = await Promise.all(made.map(async one => (await bytesOf(await fetchIt(one))).toString()))
  await run(sql`update members set name = 'Ana Ferreira' where id = ${memberId}`)
  expect(after).toEqual(before)
  // What holds nothing has no last byte to begin at.
  const empty = await ask({ traceId: 'never' }, { format: 'jsonl' })
  expect((await fetchIt(empty, { headers: { range: 'bytes=-1' } })).status).toBe(416)
})
