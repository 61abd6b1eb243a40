/** threats.md A27: whatever changes something must come from a page of ours, whatever the route, the way and the cookie. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../contract/api/route.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'
import { allRoutes } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
let cookie = ''
const routes = (await allRoutes()).filter(route => route.method !== 'GET')

const ways: readonly { name: string; headers: Readonly<Record<string, string>> }[] = [
  { name: 'says nothing of where it comes from', headers: {} },
  { name: 'comes from another site', headers: { origin: 'https://evil.example' } },
  { name: 'comes from nowhere', headers: { origin: 'null' } },
  { name: 'comes from another scheme', headers: { origin: publicUrl.origin.replace('http:', 'https:') } },
  { name: 'comes from another port', headers: { origin: `${publicUrl.origin}:81` } },
  { name: 'comes from a name that begins like ours', headers: { origin: `${publicUrl.origin}.evil.example` } },
  { name: 'is said to be cross-site', headers: { 'sec-fetch-site': 'cross-site' } },
  { name: 'is said to be of the same site', headers: { 'sec-fetch-site': 'same-site' } },
  { name: 'only refers to us', headers: { referer: `${publicUrl.origin}/` } },
]
const types = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']

const pathOf = (route: Route): string =>
  `/api${route.path.replace(/:(\w+)/g, (_, name: string) => (name.endsWith('Key') ? 'jira' : database.cast.groups.operations))}`

beforeAll(async () => {
  cookie = await server.cookie('ana')
})

/** What would have changed: the log and the audit have a row of everything that is done. */
const happened = async (): Promise<number> =>
  (
    await rows<{ n: number }>(
      sql`select (select count(*) from events)::int + (select count(*) from audit)::int + (select count(*) from sessions)::int as n`,
    )
  )[0]?.n ?? 0

describe.each(ways)('a request that $name', ({ headers }) => {
  test('changes nothing, on any route and in any form', async () => {
    expect(routes.length).toBeGreaterThan(40)
    const before = await happened()
    for (const route of routes)
      for (const type of types) {
        const answer = await server.app.inject({
          method: route.method,
          url: pathOf(route),
          headers: { cookie, 'content-type': type, ...headers },
          payload: type === 'application/json' ? '{}' : 'name=x',
        })
        expect(answer.statusCode, `${route.method} ${route.path} as ${type}`).toBe(403)
        expect(answer.json().error.code).toBe('foreign_origin')
      }
    expect(await happened()).toBe(before)
  })
})

test('reading changes nothing, whatever method it claims', async () => {
  const before = await happened()
  for (const route of routes)
    for (const trick of ['?_method=POST', '?method=delete'])
      await server.app.inject({
        method: 'GET',
        url: `${pathOf(route)}${trick}`,
        headers: { cookie, 'x-http-method-override': route.method },
      })
  expect(await happened()).toBe(before)
})

test('pages and answers say how they may be used', async () => {
  const page = await server.app.inject({ url: '/', headers: { cookie } })
  const policy = String(page.headers['content-security-policy'] ?? '')
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toMatch(/script-src 'self'(?: 'nonce-[\w+/=-]+')?/)
  expect(policy).not.toContain('unsafe-eval')
  expect(policy.match(/script-src[^;]*/)?.[0]).not.toContain('unsafe-inline')
  for (const url of ['/', '/api/me', '/api/groups']) {
    const { headers } = await server.app.inject({ url, headers: { cookie } })
    expect(headers['x-content-type-options'], url).toBe('nosniff')
    expect(headers['referrer-policy'], url).toMatch(/same-origin|no-referrer/)
  }
  for (const url of ['/api/me', '/api/groups'])
    expect((await server.app.inject({ url, headers: { cookie } })).headers['cache-control']).toBe('no-store')
  // The page itself is asked for each time; what its names lead to never changes, and is not.
  expect(page.headers['cache-control']).toBe('no-store')
  const script = await server.app.inject({ url: /src="(\/assets\/[^"]+\.js)"/.exec(page.body)?.[1] ?? 'none' })
  expect(script.statusCode).toBe(200)
  expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})
