import { pino } from 'pino'
import { expect, test } from 'vitest'
import { useDatabase } from '../../test/harness/database.ts'
import { publicUrl, useServer } from '../../test/harness/server.ts'
import { allRoutes } from '../../test/harness/sweep.ts'
import { newToken } from '../platform/ids.ts'

const lines: string[] = []
const database = useDatabase()
const server = useServer(database, pino({ level: 'info' }, { write: line => lines.push(line) }))
const token = newToken()

/** What the log says of one request. */
async function logged(method: string, url: string): Promise<{ path: string; line: string }> {
  lines.length = 0
  await server.app.inject({ method: method as 'GET', url, headers: { origin: publicUrl.origin, accept: 'text/html' } })
  const line = lines.find(found => found.includes('"request"')) ?? ''
  return { path: JSON.parse(line).path, line: lines.join('') }
}

test('no key in an address is written down, whichever route takes it', async () => {
  const contract = (await allRoutes()).filter(route => route.path.includes('Key'))
  expect(contract.length).toBeGreaterThan(10)
  const all = [
    ...contract.map(({ method, path }) => ({ method, path: `/api${path}` })),
    ...['GET', 'POST', 'HEAD'].map(method => ({ method, path: '/hooks/:key' })),
    { method: 'GET', path: '/connect/:integrationKey/callback' },
  ]
  for (const { method, path } of all) {
    const asked = path.replace(/:\w*key/gi, token).replace(/:\w+/g, '42')
    const found = await logged(method, `${asked}?code=${token}`)
    expect(found.path, `${method} ${path}`).toBe(path.replace(/:\w+/g, name => (/key$/i.test(name) ? name : '42')))
    expect(found.line, `${method} ${path}`).not.toContain(token)
  }
})

test.each([
  ['a page that a one-time link opens', `/welcome/${token}`, '/welcome/…'],
  ['an address with a slash too many', `/api/one-time-links/${token}/`, '/api/one-time-links/…/'],
  ['a hook that goes on', `/hooks/${token}/more`, '/hooks/…/more'],
  ['a token that was cut', `/welcome/${token.slice(0, 25)}`, '/welcome/…'],
])('nor in %s', async (_, url, path) => {
  expect(await logged('GET', url)).toMatchObject({ path, line: expect.not.stringContaining(token.slice(0, 25)) })
})

test('ids and words stay, for whoever looks for the cause', async () => {
  expect((await logged('GET', '/api/groups/12/posts')).path).toBe('/api/groups/12/posts')
  expect((await logged('GET', '/explore/integrations')).path).toBe('/explore/integrations')
})
