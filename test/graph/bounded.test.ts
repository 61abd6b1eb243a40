/** What a call costs depends on what it asks and not on how much it finds: one statement for each level, whoever counts (workplace-graph-api.md 3.2). */
import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { react } from '../../server/domain/posts/reactions.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
let program: Program
beforeAll(async () => {
  program = await programs.make(['read_content', 'read_members'], 'all')
  for (let n = 0; n < 40; n++) {
    const who = (['noor', 'ana', 'bruno', 'lucie', 'theo'] as const)[n % 5] ?? 'noor'
    const post = await createPost(database.as(who), { groupId: database.cast.groups.operations, text: `Post ${n}` })
    const comment = await createComment(database.as('noor'), { postId: post.id, text: 'A comment' })
    await createComment(database.as('ana'), { postId: post.id, text: 'A reply', parentId: comment.id })
    await react(database.as(who), post.id, 'like')
  }
})

/** Statements of this one call; the queue and the counters of calls have their own pace. */
async function statements(path: string): Promise<number> {
  const spy = vi.spyOn(pg.Pool.prototype, 'query')
  const { status, body } = await programs.graph(path, { token: program.token })
  const texts = spy.mock.calls.map(([query]) => (query as unknown as { text: string }).text)
  spy.mockRestore()
  expect(status, JSON.stringify(body).slice(0, 300)).toBe(200)
  return texts.filter(text => !/api_log|graph_usage|from events|jobs/.test(text)).length
}

const fields =
  'from{name},message,comments.summary(true){message,from{name},comments{message,from{name},parent{id}}},reactions.limit(5).summary(true){name,type},seen.limit(0).summary(true)'

test('forty of everything cost as many statements as one', async () => {
  const group = database.cast.groups.operations
  const one = await statements(`/${group}/feed?limit=1&fields=${fields}`)
  const forty = await statements(`/${group}/feed?limit=40&fields=${fields}`)
  expect(one).toBeGreaterThan(5)
  expect(forty).toBeLessThanOrEqual(one)
  expect(forty).toBeLessThan(20)
})

test('so do groups with their feeds, people with their groups, and several ids at once', async () => {
  const asked = 'name,feed.limit(3){message,from{name}},members.limit(3).summary(true){name}'
  const few = await statements(`/community/groups?limit=1&fields=${asked}`)
  expect(await statements(`/community/groups?limit=50&fields=${asked}`)).toBeLessThanOrEqual(few)
  const alone = await statements('/community/members?limit=1&fields=groups{name},posts{message}')
  expect(await statements('/community/members?limit=100&fields=groups{name},posts{message}')).toBeLessThanOrEqual(alone)
  const people = Object.values(database.cast.people).map(one => one.memberId)
  const first = await statements(`/?ids=${people[0]}&fields=name,groups{name}`)
  expect(await statements(`/?ids=${people.join()}&fields=name,groups{name}`)).toBeLessThanOrEqual(first)
})
