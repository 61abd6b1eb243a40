import pg from 'pg'
import { afterEach, expect, test, vi } from 'vitest'
import * as posts from '../../../contract/api/posts.ts'
import type { Route } from '../../../contract/api/route.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { run, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
afterEach(() => vi.restoreAllMocks())
const group = (name: keyof typeof database.cast.groups) => ({ groupId: database.cast.groups[name] })
const write = (who: CastName, text: string, name: keyof typeof database.cast.groups = 'operations') =>
  server.call(who, posts.createPost, { params: group(name), body: { text } })

/** Reads a feed to its end in pages; `between` happens after each. */
async function readAll(who: CastName, limit: number, between: () => Promise<unknown>, home = false) {
  const seen: posts.Post[] = []
  let after: string | undefined
  do {
    const query = { limit, ...(after && { after }) }
    const page = home
      ? await server.call(who, posts.homeFeed, { query })
      : await server.call(who, posts.groupFeed, { params: group('operations'), query })
    seen.push(...page.items)
    after = page.next ?? undefined
    await between()
  } while (after)
  return seen
}

test.each([1, 2, 7, 25, 100])('pages of %i have no gap and no repeat while others post and delete', async limit => {
  const made = await Promise.all(Array.from({ length: 60 }, (_, n) => write('noor', `p${limit}-${n}`)))
  const [doomed] = made
  let deleted = false
  const between = async () => {
    await write('bruno', `meanwhile ${limit}`)
    if (!deleted && doomed) await server.call('noor', posts.deletePost, { params: { postId: doomed.id } })
    deleted = true
  }
  const seen = (await readAll('lucie', limit, between)).map(post => post.id)
  expect(new Set(seen).size).toBe(seen.length)
  expect(made.slice(1).every(post => seen.includes(post.id))).toBe(true)
  expect(seen).toEqual(seen.toSorted((a, b) => Number(BigInt(b) - BigInt(a))))
  await run(sql`update posts set deleted_at = now() where group_id = ${group('operations').groupId}`)
})

test('home holds the posts of one’s groups in one order, whatever group they are of', async () => {
  const made: string[] = []
  for (let n = 0; n < 12; n++)
    made.push((await write('noor', `h${n}`, (['operations', 'workshop', 'everyone'] as const)[n % 3])).id)
  await write('mei', 'not for home', 'leaders')
  const texts = async (who: CastName) => (await readAll(who, 5, async () => {}, true)).map(post => post.text)
  expect(await texts('ana')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0].map(n => `h${n}`))
  expect(await texts('zoe')).toEqual([11, 10, 8, 7, 5, 4, 2, 1].map(n => `h${n}`))
  expect(await texts('samir')).toEqual([11, 8, 5, 2].map(n => `h${n}`))
  await run(sql`update groups set archived_at = now() where id = ${group('everyone').groupId}`)
  expect(await texts('samir')).toEqual([])
  await run(sql`update groups set archived_at = null where id = ${group('everyone').groupId}`)
})

test('a cursor that is none begins anew; a limit out of bounds is refused', async () => {
  const ask = (query: { after?: string; limit?: number }) => ({ params: group('workshop'), query })
  const first = await server.call('noor', posts.groupFeed, ask({}))
  for (const after of ['x', '!!!', 'W10', 'WyJhIl0', ''])
    expect(await server.call('noor', posts.groupFeed, ask({ after }))).toEqual(first)
  for (const limit of [0, -1, 101, 1.5])
    expect((await server.refused('noor', posts.groupFeed, ask({ limit }))).code).toBe('bad_input')
})

async function queriesOf<R extends Route>(who: CastName, route: R, shape: object): Promise<number> {
  await server.call(who, route, shape)
  const query = vi.spyOn(pg.Client.prototype, 'query')
  await server.call(who, route, shape)
  const texts = query.mock.calls.map(([config]) => String((config as { text?: string })?.text ?? config))
  query.mockRestore()
  const asked = texts.filter(text => !/from events|pg_notify/.test(text)).length
  expect(asked).toBeGreaterThan(0)
  return asked
}

test('a page costs the same few queries, however much is on it', async () => {
  for (let n = 0; n < 30; n++) {
    const post = await write('noor', `cost ${n}`)
    await server.call('bruno', posts.react, { params: { subjectId: post.id }, body: { kind: 'like' } })
    await server.call('bruno', posts.createComment, { params: { postId: post.id }, body: { text: 'yes' } })
  }
  for (const limit of [1, 25]) {
    const query = { limit }
    expect(await queriesOf('noor', posts.groupFeed, { params: group('operations'), query })).toBeLessThanOrEqual(4)
    expect(await queriesOf('noor', posts.homeFeed, { query })).toBeLessThanOrEqual(2)
  }
  expect(
    await queriesOf('noor', posts.createPost, { params: group('operations'), body: { text: 'x' } }),
  ).toBeLessThanOrEqual(3)
})

test('blanks say nothing, and what the database cannot keep is refused as such', async () => {
  for (const text of ['   ', '\n\t', 'a\0b', '\ud800', ''])
    expect((await server.refused('noor', posts.createPost, { params: group('operations'), body: { text } })).code).toBe(
      'bad_input',
    )
  const long = 'é'.repeat(20_000)
  expect((await write('noor', long)).text).toBe(long)
  expect(
    (await server.refused('noor', posts.createPost, { params: group('operations'), body: { text: `${long}x` } })).code,
  ).toBe('bad_input')
  const odd = '\u202e **b** <script>alert(1)</script> 👩‍🏭 \\u0000 $1 %s'
  expect((await write('noor', odd)).text).toBe(odd)
})
