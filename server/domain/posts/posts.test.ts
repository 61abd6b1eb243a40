import { expect, test } from 'vitest'
import * as posts from '../../../contract/api/posts.ts'
import { asServed, until, useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { startWorkers } from '../../platform/jobs.ts'
import { jobs } from '../../work/jobs.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const inOperations = () => ({ groupId: database.cast.groups.operations })
const inBoard = () => ({ groupId: database.cast.groups.board })
const word = 'quenelle-of-secrets'

test('a post is written once, with one event, and read by those who belong', async () => {
  const events = watchEvents()
  const body = { text: 'Frames left. See https://a.example/x.', idempotencyKey: 'key-00000001' }
  const post = await server.call('noor', posts.createPost, { params: inOperations(), body })
  const again = await server.call('noor', posts.createPost, { params: inOperations(), body })
  expect(again.id).toBe(post.id)
  expect(await events()).toEqual(['post.created'])
  expect(post.links).toEqual([{ url: 'https://a.example/x', hidden: false }])
  expect((await server.call('bruno', posts.getPost, { params: { postId: post.id } })).text).toBe(body.text)
  expect(
    (await server.refused('noor', posts.createPost, { params: inOperations(), body: { ...body, text: 'other' } })).code,
  ).toBe('idempotency_conflict')
})

test('five hundred at once: each its own post, in one order', async () => {
  const made = await Promise.all(
    Array.from({ length: 500 }, (_, n) =>
      server.call('noor', posts.createPost, { params: inOperations(), body: { text: `n${n}` } }),
    ),
  )
  expect(new Set(made.map(post => post.id)).size).toBe(500)
  const seen: string[] = []
  let after: string | undefined
  do {
    const page = await server.call('bruno', posts.groupFeed, {
      params: inOperations(),
      query: { limit: 100, ...(after && { after }) },
    })
    seen.push(...page.items.map(post => post.id))
    after = page.next ?? undefined
  } while (after)
  expect(new Set(seen).size).toBe(seen.length)
  expect([...seen].sort((a, b) => Number(b) - Number(a))).toEqual(seen)
  expect(made.every(post => seen.includes(post.id))).toBe(true)
})

test('what is said in a secret group is not there for others, on any route', async () => {
  const post = await server.call('ana', posts.createPost, { params: inBoard(), body: { text: word } })
  const comment = await server.call('mei', posts.createComment, { params: { postId: post.id }, body: { text: word } })
  const tries = [
    server.refused('bruno', posts.getPost, { params: { postId: post.id } }),
    server.refused('bruno', posts.groupFeed, { params: inBoard() }),
    server.refused('bruno', posts.createPost, { params: inBoard(), body: { text: 'x' } }),
    server.refused('bruno', posts.listComments, { params: { postId: post.id } }),
    server.refused('bruno', posts.createComment, { params: { postId: post.id }, body: { text: 'x' } }),
    server.refused('bruno', posts.editPost, { params: { postId: post.id }, body: { text: 'x' } }),
    server.refused('bruno', posts.deletePost, { params: { postId: post.id } }),
    server.refused('bruno', posts.react, { params: { subjectId: comment.id }, body: { kind: 'like' } }),
    server.refused('bruno', posts.listReactions, { params: { subjectId: post.id } }),
    server.refused('bruno', posts.listEdits, { params: { subjectId: post.id } }),
    server.refused('bruno', posts.listSeen, { params: { postId: post.id } }),
    server.refused('bruno', posts.editComment, { params: { commentId: comment.id }, body: { text: 'x' } }),
  ]
  for (const refused of await Promise.all(tries)) {
    expect(refused.code).toBe('not_found')
    expect(refused.body).not.toContain(word)
  }
  expect((await server.call('bruno', posts.homeFeed)).items.map(item => item.text)).not.toContain(word)
})

test('edits keep what was said, deletion can be taken back by who deleted', async () => {
  const post = await server.call('bruno', posts.createPost, { params: inOperations(), body: { text: 'first' } })
  await server.call('bruno', posts.editPost, { params: { postId: post.id }, body: { text: 'second' } })
  expect(
    (await server.call('noor', posts.listEdits, { params: { subjectId: post.id } })).items.map(edit => edit.text),
  ).toEqual(['first'])
  expect((await server.refused('lucie', posts.deletePost, { params: { postId: post.id } })).code).toBe('forbidden')
  await server.call('noor', posts.deletePost, { params: { postId: post.id } })
  expect((await server.refused('bruno', posts.getPost, { params: { postId: post.id } })).code).toBe('not_found')
  expect((await server.refused('bruno', posts.restorePost, { params: { postId: post.id } })).code).toBe('not_found')
  expect((await server.call('noor', posts.restorePost, { params: { postId: post.id } })).text).toBe('second')
})

test('reactions count once a person, seen counts others only', async () => {
  const post = await server.call('bruno', posts.createPost, { params: inOperations(), body: { text: 'counted' } })
  await server.call('noor', posts.react, { params: { subjectId: post.id }, body: { kind: 'like' } })
  await server.call('noor', posts.react, { params: { subjectId: post.id }, body: { kind: 'thanks' } })
  await server.call('bruno', posts.markSeen, { body: { postIds: [post.id] } })
  await server.call('noor', posts.markSeen, { body: { postIds: [post.id] } })
  await server.call('zoe', posts.markSeen, { body: { postIds: [post.id] } })
  const read = await server.call('noor', posts.getPost, { params: { postId: post.id } })
  expect(read).toMatchObject({ reactions: { counts: { thanks: 1 }, mine: 'thanks' }, seenCount: 1 })
})

test('those mentioned are told, once, if they may read; the author is told of comments', async () => {
  const { noor, zoe } = database.cast.people
  const workers = startWorkers(jobs, () => {})
  const text = `@[Noor](${noor.memberId}) and @[Zoé](${zoe.memberId}), look`
  const post = await server.call('bruno', posts.createPost, { params: inOperations(), body: { text } })
  await server.call('lucie', posts.createComment, { params: { postId: post.id }, body: { text: 'done' } })
  const told = await until(async () => {
    const found = await rows<{ member_id: string; kind: string }>(
      sql`select member_id, kind from notifications where values ->> 'postId' = ${post.id} order by id`,
    )
    return found.length >= 2 && found
  })
  await workers.stop()
  expect(told.map(row => [row.member_id, row.kind]).sort()).toEqual(
    [
      [noor.memberId, 'mention'],
      [database.cast.people.bruno.memberId, 'comment'],
    ].sort(),
  )
})

test('replies go one level deep', async () => {
  const post = await server.call('bruno', posts.createPost, { params: inOperations(), body: { text: 'thread' } })
  const params = { postId: post.id }
  const comment = await server.call('noor', posts.createComment, { params, body: { text: 'a' } })
  const reply = await server.call('bruno', posts.createComment, { params, body: { text: 'b', parentId: comment.id } })
  expect(
    (await server.refused('noor', posts.createComment, { params, body: { text: 'c', parentId: reply.id } })).code,
  ).toBe('comment_too_deep')
  await server.call('noor', posts.deleteComment, { params: { commentId: comment.id } })
  const left = await server.call('noor', posts.listComments, { params })
  expect(left.items.map(item => [item.deleted, item.text])).toEqual([
    [true, ''],
    [false, 'b'],
  ])
})

test('a comment can be taken back by who deleted it, in its old place, for ten minutes', async () => {
  const post = await server.call('bruno', posts.createPost, { params: inOperations(), body: { text: 'thread' } })
  const params = { postId: post.id }
  const comment = await server.call('noor', posts.createComment, { params, body: { text: 'first' } })
  await server.call('bruno', posts.createComment, { params, body: { text: 'second' } })
  const at = { params: { commentId: comment.id } }
  const texts = async () => (await server.call('lucie', posts.listComments, { params })).items.map(item => item.text)
  expect((await server.refused('noor', posts.restoreComment, at)).code).toBe('not_found')
  await server.call('noor', posts.deleteComment, at)
  expect(await texts()).toEqual(['second'])
  for (const who of ['bruno', 'zoe'] as const)
    expect((await server.refused(who, posts.restoreComment, at)).code).toBe('not_found')
  expect(await server.call('noor', posts.restoreComment, at)).toMatchObject({ text: 'first', deleted: false })
  expect(await texts()).toEqual(['first', 'second'])
  await server.call('noor', posts.deleteComment, at)
  await run(sql`update comments set deleted_at = now() - interval '11 minutes' where id = ${comment.id}`)
  expect((await server.refused('noor', posts.restoreComment, at)).code).toBe('not_found')
  expect(await texts()).toEqual(['second'])
})
