/** Whatever is sent to whatever route is answered with a refusal that says why, never with a fault; the process lives and lets go of the memory. */
import { beforeAll, expect, test } from 'vitest'
import type { Route } from '../../contract/api/route.ts'
import { writeCursor } from '../../server/platform/cursor.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'
import { allRoutes, knownParams } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
const routes = (await allRoutes()).filter(route => route.method !== 'GET')
let cookie = ''
let known: Readonly<Record<string, readonly string[]>> = {}
beforeAll(async () => {
  cookie = await server.cookie('ana')
  known = await knownParams()
})

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`
/** Values that break what was not thought of, in every field a route has. */
const values: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 60,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e\u2066x',
  'x'.repeat(30_000),
  [],
  [[]],
  {},
  { $gt: '' },
  '-1',
  '1e9',
  "' or 1=1 --",
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '%00',
  'NaN',
  ['x'.repeat(5_000)],
  { __proto__: { admin: true } },
]
const raw: readonly string[] = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '1',
  '{"a":',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  nested(10_000),
  `{"a":${nested(5_000)}}`,
  '\ufeff{}',
  '{"a":1,"a":2}',
]

const send = (route: Route, payload: string) =>
  server.app.inject({
    method: route.method,
    url: `/api${route.path.replace(/:(\w+)/g, (_, name: string) => (name === 'integrationKey' ? 'jira' : (known[name]?.[0] ?? '1')))}`,
    headers: { origin: publicUrl.origin, cookie, 'content-type': 'application/json' },
    payload,
  })

/** What ends one's own session or seat would end the test. */
const harmless = (route: Route): boolean => !/^\/(?:session|sessions|me\/password)/.test(route.path)

test('odd values in every field of every route', async () => {
  let sent = 0
  for (const route of routes.filter(harmless)) {
    const fields = Object.keys((route.body as { properties?: object } | undefined)?.properties ?? { any: 1 })
    for (const field of fields)
      for (const value of values) {
        const answer = await send(
          route,
          JSON.stringify({ ...Object.fromEntries(fields.map(name => [name, 'x'])), [field]: value }),
        )
        expect(
          answer.statusCode,
          `${route.method} ${route.path} ${field}: ${JSON.stringify(value)?.slice(0, 60)} → ${answer.body.slice(0, 200)}`,
        ).toBeLessThan(500)
        sent++
      }
  }
  expect(sent).toBeGreaterThan(1_000)
}, 60_000)

test('bodies that are not what they say', async () => {
  for (const route of routes.filter(harmless))
    for (const body of raw) {
      const answer = await send(route, body)
      expect(answer.statusCode, `${route.method} ${route.path}: ${body.slice(0, 40)}`).toBeLessThan(500)
    }
}, 60_000)

test('fifty megabytes are cut off at the door, at any route, and the memory comes back', async () => {
  const before = process.memoryUsage().rss
  const huge = 'x'.repeat(50_000_000)
  for (const route of routes.filter(harmless).slice(0, 5)) {
    const answer = await send(route, huge)
    expect(answer.statusCode, `${route.method} ${route.path}`).toBe(413)
  }
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(400)
  expect((await server.app.inject({ url: '/health/live' })).statusCode).toBe(200)
}, 60_000)

test('odd ids and queries are refused, not faults', async () => {
  for (const route of await allRoutes())
    for (const odd of ['0', '-1', '1.5', '99999999999999999999', 'abc', '%00', '1%20or%201', '..%2f..', '💥']) {
      const url = `/api${route.path.replace(/:(\w+)/g, () => odd)}`
      const answer = await server.app.inject({
        method: route.method,
        url,
        headers: { origin: publicUrl.origin, cookie },
        ...(route.method !== 'GET' && { payload: {} }),
      })
      if (harmless(route)) expect(answer.statusCode, `${route.method} ${url}`).toBeLessThan(500)
    }
}, 60_000)

/** Of the shape that is asked for, and of which no database has any: numbers, moments, and cursors that somebody made up. */
const unheld: readonly string[] = [
  '9999999999999999999',
  '0000-01-01T00:00:00Z',
  '2016-12-31T23:59:60Z',
  '2026-01-01T00:00:00+23:59',
  writeCursor('2026-99-99 99:99:99+00', '1'),
  writeCursor('2026-02-31 00:00:00+00', '1'),
  writeCursor('0000-01-01 00:00:00+00', '1'),
  writeCursor('', '1'),
  writeCursor('a\0', '1'),
  writeCursor('\ud800', '1'),
  writeCursor('9'.repeat(330), '1'),
  writeCursor(`0.${'0'.repeat(330)}1`, '1'),
  writeCursor('a', 'b'),
  writeCursor('0', 'a\0', 'b'),
  writeCursor('9'.repeat(19)),
]

test('what no database holds is refused in every query, and as an id in a body', async () => {
  const headers = { origin: publicUrl.origin, cookie }
  const ask = async (url: string, payload?: object) => {
    const answer = await server.app.inject({
      method: payload ? 'POST' : 'GET',
      url,
      headers,
      ...(payload && { payload }),
    })
    expect(answer.statusCode, `${url} ${JSON.stringify(payload)}`).toBeLessThan(500)
  }
  for (const { path, method, query } of await allRoutes())
    if (method === 'GET' && query)
      for (const field of Object.keys(query.properties))
        for (const value of unheld)
          await ask(
            `/api${path.replace(/:(\w+)/g, (_, name: string) => known[name]?.[0] ?? 'jira')}?${field}=${encodeURIComponent(value)}&sort=errors`,
          )
  const [id = ''] = unheld
  await ask('/api/requests', { integrationId: 'jira', groupIds: [id] })
  await ask('/api/permissions-data/foresee', {
    integrationKeys: ['jira'],
    change: { kind: 'groups', add: [id], remove: [] },
  })
  await ask('/api/log-exports/audit', { format: 'csv', packed: false, tell: false, filter: { actor: id } })
}, 60_000)
