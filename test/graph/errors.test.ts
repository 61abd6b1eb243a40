/** What goes wrong, in Graph's envelope with Graph's numbers (workplace-graph-api.md 4.2, 4.3): programs read message, type and code. */
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { graphProblems } from '../../contract/graph/errors.ts'
import { GraphError } from '../../server/http/graph/graph-error.ts'
import { takeBodies } from '../../server/http/graph/whole-body.ts'
import { run, sql } from '../../server/platform/db.ts'
import { asServed, useDatabase } from '../harness/database.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const programs = usePrograms(database, server)
let reader: Program
let writer: Program
beforeAll(async () => {
  reader = await programs.make(['read_content'], ['operations'], 'Reader')
  writer = await programs.make(
    ['manage_content', 'manage_groups', 'provision_accounts', 'manage_accounts'],
    'all',
    'Writer',
  )
})

test('the table', async () => {
  const { groups } = database.cast
  const post: GraphAsk = { method: 'POST' }
  const table: [Program | undefined, string, GraphAsk, number, number, number?][] = [
    [undefined, '/me', {}, 400, 2500],
    [reader, '/nothing-here', {}, 404, 803],
    [reader, '/nobody@cobalt.example', {}, 400, 100, 33],
    [reader, `/${groups.board}`, {}, 400, 100, 33],
    [reader, `/${groups.operations}/nowhere`, {}, 400, 2500],
    [reader, '/', {}, 400, 2500],
    [reader, '/', post, 400, 100],
    [reader, `/${groups.operations}/members`, {}, 403, 10],
    [reader, '/me', { method: 'OPTIONS' }, 400, 3],
    [reader, `/${groups.operations}/feed?fields=from{`, {}, 400, 100],
    [reader, `/${groups.operations}/feed`, { ...post, payload: 'message=x' }, 403, 200],
    [reader, `/${groups.operations}/feed/7`, {}, 400, 100, 33],
    [reader, '/community/groups', { ...post, payload: 'name=x' }, 403, 200],
    [reader, `/${groups.operations}?archive=true`, post, 403, 200],
    [writer, `/${groups.operations}/feed`, { ...post, payload: 'message=' }, 400, 100],
    [writer, `/${groups.operations}/feed`, { ...post, payload: 'link=javascript:x' }, 400, 100],
    [writer, '/community/groups', { ...post, payload: 'name=&privacy=OPEN' }, 400, 100],
    [writer, '/community/groups', { ...post, payload: 'name=x&privacy=PUBLIC' }, 400, 100],
    [writer, '/community/groups', { ...post, payload: 'name=x&admin=nobody' }, 400, 100],
    [writer, `/${groups.operations}/members`, post, 400, 100],
    [writer, `/${groups.operations}/members?member=x`, post, 400, 100],
    [writer, `/${groups.operations}/members?member=123456789012345`, post, 400, 100, 33],
    [writer, '/community/accounts', { ...post, payload: 'name=Nameless' }, 400, 100],
    [writer, '/community/accounts', { ...post, payload: 'name=Twice&email=ana@cobalt.example' }, 400, 100],
    [writer, '/ana@cobalt.example', { method: 'DELETE' }, 400, 100],
    [writer, `/${groups.operations}`, { method: 'DELETE' }, 400, 100, 33],
  ]
  for (const [who, path, ask, status, code, subcode] of table) {
    const answer = await programs.graph(path, { token: who?.token, ...ask })
    const name = `${ask.method ?? 'GET'} ${path} → ${JSON.stringify(answer.body)}`
    expect([answer.status, answer.body.error?.code], name).toEqual([status, code])
    expect(answer.body.error.error_subcode, name).toBe(subcode)
    expect(answer.body.error, name).toMatchObject({
      message: expect.stringMatching(/\S/),
      type: expect.stringMatching(/^(?:OAuth|GraphMethod)Exception$/),
      fbtrace_id: answer.headers['x-fb-trace-id'],
    })
    expect(answer.headers['content-type']).toContain('json')
  }
})

test('from an address that is not allowed; when it was disabled; when the group is archived', async () => {
  const limited = await programs.make(['manage_content'], ['workshop'], 'Limited')
  await run(sql`update apps set ip_allow = '{203.0.113.0/24,2001:db8::/32}' where id = ${limited.appId}`)
  const ask = () => programs.graph('/me', { token: limited.token })
  const own = `${limited.appId}|${limited.secret}`
  const asItself = () => programs.graph('/app/subscriptions', { token: own })
  const exchanged = () =>
    programs.graph(
      `/oauth/access_token?grant_type=client_credentials&client_id=${limited.appId}&client_secret=${limited.secret}`,
    )
  for (const one of [ask, asItself, exchanged])
    expect(await one()).toMatchObject({ status: 403, body: { error: { code: 5 } } })
  await run(sql`update apps set ip_allow = '{127.0.0.1}' where id = ${limited.appId}`)
  for (const one of [ask, asItself, exchanged]) expect((await one()).status).toBe(200)
  const { workshop } = database.cast.groups
  await run(sql`update groups set archived_at = now() where id = ${workshop}`)
  const archived = await programs.graph(`/${workshop}/feed?message=x`, { token: limited.token, method: 'POST' })
  expect(archived).toMatchObject({ status: 403, body: { error: { code: 200 } } })
  await run(sql`update groups set archived_at = null where id = ${workshop}`)
  await run(sql`update installations set state = 'disabled' where id = ${limited.installationId}`)
  for (const one of [ask, asItself, exchanged])
    expect(await one()).toMatchObject({ status: 400, body: { error: { code: 190 } } })
})

test('a fault says nothing of itself, and says that it may be tried again', async () => {
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query('revoke select on groups from passerelle_app')
  const answer = await programs.graph(`/${database.cast.groups.operations}`, { token: reader.token })
  await owner.query('grant select on groups to passerelle_app')
  await owner.end()
  expect(answer).toMatchObject({ status: 500, body: { error: { code: 1, is_transient: true } } })
  expect(JSON.stringify(answer.body)).not.toMatch(/permission denied|select|groups|stack|node_modules/i)
  expect((await programs.graph(`/${database.cast.groups.operations}`, { token: reader.token })).status).toBe(200)
})

test('what is too large or cannot be read is said in the same envelope', async () => {
  const huge = await server.app.inject({
    method: 'POST',
    url: '/graph/me/feed',
    headers: { authorization: `Bearer ${reader.token}` },
    payload: Buffer.alloc(26_300_000, 120),
  })
  expect(huge.statusCode).toBe(400)
  expect(huge.json()).toMatchObject({ error: { code: 100, type: 'OAuthException', fbtrace_id: expect.any(String) } })
})

test('more bodies at once than there is room for: who comes too much is told to come again, and does when the others are through or gone', async () => {
  const app = Fastify()
  takeBodies(app, 100_000)
  app.setErrorHandler((error, _, reply) =>
    reply.status(error instanceof GraphError && error.problem === 'away' ? 503 : 500).send(),
  )
  app.post('/', async request => (request.body as Buffer).length)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const begin = () => {
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { 'content-type': 'x/y', 'content-length': 60_000 },
    })
    request.write(Buffer.alloc(59_999))
    return {
      request,
      answer: new Promise<number | undefined>(resolve =>
        request.once('response', answer => resolve(answer.resume().statusCode)).once('error', () => resolve(undefined)),
      ),
    }
  }
  const whole = () =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: Buffer.alloc(60_000) }).then(answer => answer.status)
  const [first, second] = [begin(), begin()]
  expect(await Promise.race([first.answer, second.answer])).toBe(503)
  const other =
    (await Promise.race([first.answer.then(() => first), second.answer.then(() => second)])) === first ? second : first
  other.request.end('x')
  expect(await other.answer).toBe(200)
  const third = begin()
  await expect.poll(whole, { timeout: 5_000 }).toBe(503)
  third.request.destroy()
  await expect.poll(whole, { timeout: 5_000 }).toBe(200)
  await app.close()
})

test('every number has a status and a type that programs know', () => {
  for (const [name, { status, code, type }] of Object.entries(graphProblems)) {
    expect(status, name).toBeGreaterThanOrEqual(400)
    expect(code, name).toBeGreaterThan(0)
    expect(type, name).toMatch(/Exception$/)
  }
})
