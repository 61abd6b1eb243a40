/** Many calls in one (workplace-graph-api.md 3.6, client-calls.md 6): in order, each by itself, with the token of all or its own. */
import { createHmac } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content', 'read_members'], ['operations'])
})
const group = (): string => database.cast.groups.operations
const run = (entries: unknown, ask: GraphAsk = {}, path = '/') =>
  programs.graph(path, { token: program.token, method: 'POST', payload: { batch: entries }, ...ask })
const read = (relative_url: string) => ({ method: 'GET', relative_url })

test('in the query, a form or JSON; under any path and version; bodies are text', async () => {
  const batch = JSON.stringify([read('me?fields=id'), read(`/v3.2/${group()}?fields=name`)])
  const encoded = encodeURIComponent(batch)
  for (const [path, ask] of [
    [`/?batch=${encoded}`, { payload: '' }],
    [`/v24.0?batch=${encoded}&include_headers=true`, { payload: '' }],
    ['/v2.9/', { payload: `batch=${encoded}` }],
    [
      '/whatever',
      { payload: JSON.stringify({ batch: JSON.parse(batch) }), headers: { 'content-type': 'application/json' } },
    ],
    ['/', { payload: batch, headers: { 'content-type': 'application/json' } }],
  ] as [string, GraphAsk][]) {
    const { status, body } = await run(undefined, ask, path)
    expect(status, path).toBe(200)
    expect(body.map((one: { code: number }) => one.code)).toEqual([200, 200])
    expect(JSON.parse(body[0].body)).toEqual({ id: program.botId })
    expect(body[0].headers).toContainEqual({ name: 'Content-Type', value: 'application/json; charset=UTF-8' })
  }
  const bare = await run(undefined, { payload: `batch=${encoded}&include_headers=false` })
  expect(bare.body.every((one: object) => !('headers' in one))).toBe(true)
})

test('in order, also where reads stand between changes; one that fails is only its own failure', async () => {
  const entries = [
    { method: 'POST', relative_url: `${group()}/feed`, body: 'message=first+%26+only' },
    read(`${group()}/feed?fields=message&limit=1`),
    { method: 'POST', relative_url: `${group()}/feed?message=second` },
    read(`${group()}/feed?fields=message&limit=1`),
    read('123456789012345'),
    { method: 'GET' },
    'nothing',
    read(`${database.cast.groups.board}?fields=name`),
    { method: 'DELETE', relative_url: '123456789012345' },
    { method: 'TRACE', relative_url: 'me' },
    read('me'),
  ]
  const { status, body } = await run(entries)
  expect(status).toBe(200)
  expect(body.map((one: { code: number }) => one.code)).toEqual([200, 200, 200, 200, 400, 400, 400, 400, 400, 400, 200])
  for (const one of body.slice(4, 10)) expect(JSON.parse(one.body).error.fbtrace_id).toEqual(expect.any(String))
  const first = (one: { body: string }): string => JSON.parse(one.body).data[0].message
  expect([first(body[1]), first(body[3])]).toEqual(['first & only', 'second'])
  expect(body[7].body).not.toContain('Board')
})

test('fifty, and not one more; nothing of a refused one was done', async () => {
  const posts = async () =>
    (await rows(sql`select from posts where community_id = ${database.cast.communityId}`)).length
  const before = await posts()
  const fifty = await run(Array.from({ length: 50 }, (_, n) => read(`me?fields=id&n=${n}`)))
  expect(fifty.body).toHaveLength(50)
  const more = await run(Array(51).fill({ method: 'POST', relative_url: `${group()}/feed`, body: 'message=x' }))
  expect(more).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  for (const odd of ['x', '{}', '5', 'null'])
    expect((await run(undefined, { payload: `batch=${odd}` })).status, odd).toBe(400)
  expect(await posts()).toBe(before)
  expect((await run([])).body).toEqual([])
})

test('with a token of its own; what succeeded may be left out; a batch in a batch is refused', async () => {
  const other = await programs.make(['read_content'], ['workshop'], 'Other')
  const nested = encodeURIComponent(
    JSON.stringify([{ method: 'POST', relative_url: `${group()}/feed`, body: 'message=nested' }]),
  )
  const { body } = await run([
    read(`me?access_token=${other.token}&fields=id`),
    { ...read('me'), omit_response_on_success: true },
    { ...read('123456789012345'), omit_response_on_success: true },
    { method: 'POST', relative_url: '', body: `batch=${nested}` },
    { method: 'POST', relative_url: `?batch=${nested}` },
    { method: 'POST', relative_url: 'me/subscribed_apps', body: `access_token=${other.token}` },
    read(`${group()}?access_token=${other.token}`),
    { ...read('me?fields=id'), access_token: other.token },
  ])
  expect(JSON.parse(body[0].body)).toEqual({ id: other.botId })
  expect(body[1]).toBeNull()
  expect(body.slice(2).map((one: { code: number }) => one.code)).toEqual([400, 400, 400, 200, 400, 200])
  expect(JSON.parse(body[7].body)).toEqual({ id: other.botId })
  // The proof of all is that of the outer token.
  const proof = createHmac('sha256', program.secret).update(program.token).digest('hex')
  const proved = await run(
    [read('me?fields=id'), read(`me?access_token=${other.token}&fields=id`)],
    {},
    `/?appsecret_proof=${proof}`,
  )
  expect(proved.body.map((one: { code: number }) => one.code)).toEqual([200, 200])
  const feed = await programs.graph(`/${group()}/feed?fields=message`, { token: program.token })
  expect(JSON.stringify(feed.body)).not.toContain('nested')
})

test('a token of all in JSON, as one library sends it', async () => {
  const sent = await programs.graph('/v3.2/', {
    method: 'POST',
    payload: { access_token: program.token, include_headers: true, batch: [read('me?fields=id')] },
  })
  expect(JSON.parse(sent.body[0].body)).toEqual({ id: program.botId })
  const nobody = await programs.graph('/', { method: 'POST', payload: { batch: [read('me')] } })
  expect(nobody.body[0].code).toBe(400)
})
