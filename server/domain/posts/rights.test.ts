import { beforeAll, expect, test } from 'vitest'
import * as posts from '../../../contract/api/posts.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { asServed, useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { moveClock } from '../../platform/clock.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import type { Actor } from '../access/actor.ts'
import { createComment } from './create-comment.ts'
import { createPost } from './create-post.ts'
import { describeNotices } from './present-post.ts'
import { getPost, groupFeed } from './read-posts.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const operations = () => database.cast.groups.operations
const workshop = () => database.cast.groups.workshop
let bot: Actor & { kind: 'bot' }

beforeAll(async () => {
  const { communityId } = database.cast
  const { id: memberId } = await one<{ id: string }>(
    sql`insert into members (community_id, kind, name) values (${communityId}, 'bot', 'Tracker') returning id`,
  )
  const { id: installationId } = await one<{ id: string }>(sql`
    insert into installations (community_id, integration_id, bot_id, inbound_key, enabled_by)
    values (${communityId}, 'tracker', ${memberId}, 'k1', ${database.cast.people.ana.memberId}) returning id`)
  const { id: grantId } = await one<{ id: string }>(sql`
    insert into grants (community_id, installation_id, permissions, everyone, granted_by)
    values (${communityId}, ${installationId}, ${['post_notices', 'read_content']}, false, ${memberId}) returning id`)
  await run(sql`insert into grant_groups values (${communityId}, ${grantId}, ${operations()})`)
  bot = { kind: 'bot', communityId, memberId, installationId, language: 'en' }
  describeNotices((integrationId, event, language) => `${integrationId} ${event} ${language}`)
})

test('a bot posts where it reaches, and nowhere else', async () => {
  const events = watchEvents()
  await events()
  const post = await createPost(bot, { groupId: operations(), text: 'from a bot' })
  expect(post.author).toMatchObject({ kind: 'bot', name: 'Tracker' })
  expect(await rows(sql`select installation_id from posts where id = ${post.id}`)).toEqual([
    { installation_id: bot.installationId },
  ])
  expect(await events()).toEqual(['post.created'])
  const elsewhere = await server.call('noor', posts.createPost, {
    params: { groupId: workshop() },
    body: { text: 'w' },
  })
  const tries = [
    createPost(bot, { groupId: workshop(), text: 'x' }),
    createComment(bot, { postId: elsewhere.id, text: 'x' }),
    getPost(bot, elsewhere.id),
    groupFeed(bot, workshop(), {}),
  ]
  for (const tried of await Promise.allSettled(tries))
    expect(tried).toMatchObject({ status: 'rejected', reason: { code: 'not_found' } })
  await run(sql`update installations set state = 'disabled' where id = ${bot.installationId}`)
  await expect(createPost(bot, { groupId: operations(), text: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(getPost(bot, post.id)).rejects.toMatchObject({ code: 'not_found' })
  await run(sql`update installations set state = 'enabled' where id = ${bot.installationId}`)
  expect(await events()).toEqual(['post.created'])
})

test('a notice is its neutral sentence in each reader’s language; its content stays apart', async () => {
  const notice = { event: 'changed', audience: 'checked', inboundEventId: '5', content: 'c2VjcmV0' } as const
  const key = { groupId: operations(), text: '', notice, idempotencyKey: 'inbound-5-operations' }
  const post = await createPost(bot, key)
  expect((await createPost(bot, key)).id).toBe(post.id)
  const read = async (who: CastName) => server.call(who, posts.getPost, { params: { postId: post.id } })
  expect((await read('noor')).text).toBe('tracker changed en')
  expect((await read('lucie')).text).toBe('tracker changed fr')
  expect(await read('noor')).toMatchObject({ isNotice: true, may: { edit: false } })
  expect(await rows(sql`select text, is_notice from posts where id = ${post.id}`)).toEqual([
    { text: '', is_notice: true },
  ])
  expect(await rows(sql`select content from notices where post_id = ${post.id}`)).toEqual([
    { content: Buffer.from('secret') },
  ])
  expect(
    (await server.refused('noor', posts.editPost, { params: { postId: post.id }, body: { text: 'x' } })).code,
  ).toBe('forbidden')
})

test.each<[CastName, 'operations' | 'workshop', string]>([
  ['bruno', 'operations', 'forbidden'],
  ['samir', 'operations', 'not_found'],
  ['zoe', 'operations', 'not_found'],
  ['theo', 'workshop', 'forbidden'],
  ['mei', 'workshop', 'forbidden'],
  ['samir', 'workshop', 'done'],
  ['noor', 'workshop', 'done'],
])('%s deletes another’s post and comment in %s: %s', async (who, name, expected) => {
  const params = { groupId: database.cast.groups[name] }
  const post = await server.call('ana', posts.createPost, { params, body: { text: 'whose' } })
  const comment = await server.call('ana', posts.createComment, { params: { postId: post.id }, body: { text: 'c' } })
  const about = { params: { postId: post.id } }
  if (expected === 'done') {
    expect((await server.call(who, posts.getPost, about)).may).toMatchObject({ delete: true, edit: false })
    await server.call(who, posts.deleteComment, { params: { commentId: comment.id } })
    await server.call(who, posts.deletePost, about)
    expect((await server.refused('ana', posts.restorePost, about)).code).toBe('not_found')
  } else {
    if (expected === 'forbidden')
      expect((await server.call(who, posts.getPost, about)).may).toMatchObject({ delete: false, edit: false })
    expect((await server.refused(who, posts.deletePost, about)).code).toBe(expected)
    expect((await server.refused(who, posts.deleteComment, { params: { commentId: comment.id } })).code).toBe(expected)
    expect((await server.call('ana', posts.getPost, about)).commentCount).toBe(1)
  }
})

test('what was deleted comes back for ten minutes, and not after', async () => {
  const post = await server.call('noor', posts.createPost, { params: { groupId: operations() }, body: { text: 'u' } })
  const about = { params: { postId: post.id } }
  await server.call('noor', posts.deletePost, about)
  for (const route of [posts.getPost, posts.listComments, posts.listSeen])
    expect((await server.refused('noor', route, about)).code).toBe('not_found')
  moveClock(9 * 60_000)
  expect((await server.call('noor', posts.restorePost, about)).text).toBe('u')
  await server.call('noor', posts.deletePost, about)
  moveClock(20 * 60_000)
  expect((await server.refused('noor', posts.restorePost, about)).code).toBe('not_found')
  moveClock(0)
})

test('only one’s own is edited; history is for those who may read', async () => {
  const post = await server.call('noor', posts.createPost, { params: { groupId: operations() }, body: { text: 'v1' } })
  const comment = await server.call('bruno', posts.createComment, { params: { postId: post.id }, body: { text: 'c1' } })
  const edit = (who: CastName) =>
    server.refused(who, posts.editPost, { params: { postId: post.id }, body: { text: 'x' } })
  expect((await edit('bruno')).code).toBe('forbidden')
  expect((await edit('zoe')).code).toBe('not_found')
  for (const text of ['c2', 'c2', 'c3'])
    await server.call('bruno', posts.editComment, { params: { commentId: comment.id }, body: { text } })
  const history = await server.call('noor', posts.listEdits, { params: { subjectId: comment.id } })
  expect(history.items.map(item => [item.text, item.editedBy.name])).toEqual([
    ['c2', 'Bruno Keller'],
    ['c1', 'Bruno Keller'],
  ])
  expect((await server.refused('zoe', posts.listEdits, { params: { subjectId: comment.id } })).code).toBe('not_found')
})

test('retries of a comment at once make one; the key with other words is a conflict', async () => {
  const post = await server.call('noor', posts.createPost, { params: { groupId: operations() }, body: { text: 'r' } })
  const events = watchEvents()
  await events()
  const send = (text: string) =>
    server.call('bruno', posts.createComment, {
      params: { postId: post.id },
      body: { text, idempotencyKey: 'same-key-1' },
    })
  const made = await Promise.all(Array.from({ length: 10 }, () => send('once')))
  expect(new Set(made.map(comment => comment.id)).size).toBe(1)
  expect(await events()).toEqual(['comment.created'])
  const other = await server.refused('bruno', posts.createComment, {
    params: { postId: post.id },
    body: { text: 'twice', idempotencyKey: 'same-key-1' },
  })
  expect(other.code).toBe('idempotency_conflict')
  const mine = await server.call('noor', posts.createComment, {
    params: { postId: post.id },
    body: { text: 'twice', idempotencyKey: 'same-key-1' },
  })
  expect(mine.author.name).toBe('Noor Haddad')
})
