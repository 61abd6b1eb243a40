/** Lists (workplace-graph-api.md 3.3): both ways, by links that lead back to where the program called, with any limit that is sent. */
import { beforeAll, expect, test } from 'vitest'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { publicOrigin } from '../../server/platform/addresses.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const said = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'read_members'], ['operations'])
  for (const text of said) await createPost(database.as('bruno'), { groupId: database.cast.groups.operations, text })
})

const group = (): string => database.cast.groups.operations
/** Asks exactly the address of a link, as a client does. */
async function follow(link: string, token?: string) {
  const { host, pathname, search } = new URL(link)
  const answer = await server.app.inject({
    url: `${pathname}${search}`,
    headers: { host, ...(token && { authorization: `Bearer ${token}` }) },
  })
  return answer.json()
}
const texts = (body: { data: { message: string }[] }): string[] => body.data.map(post => post.message)

test('forwards to the end and back to the beginning, each post once', async () => {
  const { token } = program
  let page = (await programs.graph(`/${group()}/feed?fields=message&limit=3&order=chronological`, { token })).body
  const [forwards, back] = [[page], [] as (typeof page)[]]
  while (page.paging.next) {
    page = await follow(page.paging.next, token)
    forwards.push(page)
  }
  expect(forwards.map(texts)).toEqual([said.slice(0, 3), said.slice(3, 6), said.slice(6)])
  expect(forwards[0].paging.previous).toBeUndefined()
  while (page.paging.previous) {
    page = await follow(page.paging.previous, token)
    back.push(page)
  }
  expect(back.map(texts)).toEqual([said.slice(3, 6), said.slice(0, 3)])
  const { cursors } = forwards[0].paging
  const after = await programs.graph(
    `/${group()}/feed?fields=message&limit=3&order=chronological&after=${cursors.after}`,
    { token },
  )
  expect(texts(after.body)).toEqual(said.slice(3, 6))
  const newest = await programs.graph(`/${group()}/feed?fields=message&limit=2`, { token })
  expect(texts(newest.body)).toEqual(['p7', 'p6'])
})

test('a link is absolute, on the host and version that were called, and says everything again', async () => {
  const { token } = program
  const asked = `/${group()}/feed?fields=message,from{name},comments.limit(1){message}&limit=1&order=chronological`
  for (const [host, prefix, version] of [
    ['graph.facebook.com', '', 'v3.2'],
    ['graph.workplace.com', '', 'v24.0'],
    ['graph.work.meta.com:8443', '', ''],
    ['elsewhere.example', '/graph', 'v2.10'],
  ] as const) {
    const answer = await server.app.inject({
      url: `${prefix}/${version}${asked}`,
      headers: { host, authorization: `Bearer ${token}` },
    })
    const next = new URL(answer.json().paging.next)
    // Whatever a host calls itself, only the Graph's own names are repeated (threats.md A14).
    expect(next.origin, host).toBe(prefix ? publicOrigin() : `http://${host}`)
    expect(next.pathname).toBe(`${prefix}${version && `/${version}`}/${group()}/feed`)
    expect(Object.fromEntries(next.searchParams)).toMatchObject({
      fields: 'message,from{name},comments.limit(1){message}',
      limit: '1',
      order: 'chronological',
      after: expect.any(String),
    })
    expect(texts(await follow(next.href, token))).toEqual(['p2'])
  }
})

test('the token is repeated where it came in the address, and nowhere else', async () => {
  const { token } = program
  const queried = await programs.graph(`/${group()}/feed?limit=1&access_token=${token}&fields=message`)
  expect(new URL(queried.body.paging.next).searchParams.get('access_token')).toBe(token)
  expect(texts(await follow(queried.body.paging.next))).toEqual(['p6'])
  const headed = await programs.graph(`/${group()}/feed?limit=1`, { token })
  expect(JSON.stringify(headed.body)).not.toContain(token)
  // A client that follows a link and adds its own parameters says them twice.
  expect(texts(await follow(`${queried.body.paging.next}&fields=message&limit=1&access_token=${token}`))).toEqual([
    'p6',
  ])
})

test('any limit is taken; a cursor that is none of ours begins anew', async () => {
  const { token } = program
  const count = async (query: string): Promise<number> =>
    (await programs.graph(`/${group()}/feed?fields=message&${query}`, { token })).body.data.length
  for (const [limit, expected] of [
    ['0', 0],
    ['1', 1],
    ['50', 7],
    ['100', 7],
    ['250', 7],
    ['1000', 7],
    ['5000', 7],
    ['20000', 7],
    ['-3', 7],
    ['many', 7],
    ['', 7],
    ['1e9', 7],
    ['99999999999999999999', 7],
  ] as const)
    expect(await count(`limit=${limit}`), limit).toBe(expected)
  for (const cursor of [
    'x',
    'QVFIU',
    '%00',
    Buffer.from('["1 or 1=1"]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ])
    expect(await count(`after=${cursor}`), cursor).toBe(7)
})

test('since and until, as seconds and as text; how many there are where it is asked', async () => {
  const { token } = program
  const hour = 3_600
  const seconds = Math.floor(Date.now() / 1_000)
  const count = async (query: string): Promise<number> =>
    (await programs.graph(`/${group()}/feed?${query}`, { token })).body.data.length
  expect(await count(`since=${seconds - hour}`)).toBe(7)
  expect(await count(`since=${seconds + hour}`)).toBe(0)
  expect(await count(`until=${new Date(Date.now() - hour * 1_000).toISOString()}`)).toBe(0)
  expect(await count('since=2020-01-31')).toBe(7)
  expect(await count('since=whenever')).toBe(7)
  const members = await programs.graph(`/${group()}?fields=members.limit(0).summary(true)`, { token })
  expect(members.body.members).toEqual({ data: [], summary: { total_count: 5 } })
})

test('a list inside an object has links that go on with it', async () => {
  const { token } = program
  const nested = await programs.graph(
    `/${group()}?fields=feed.limit(2).order(chronological){message},members.limit(2){name}`,
    { token },
  )
  expect(texts(nested.body.feed)).toEqual(['p1', 'p2'])
  expect(texts(await follow(nested.body.feed.paging.next, token))).toEqual(['p3', 'p4'])
  const rest = await follow(nested.body.members.paging.next, token)
  expect(rest.data).toHaveLength(2)
  expect(rest.data[0].id).not.toBe(nested.body.members.data[0].id)
})
