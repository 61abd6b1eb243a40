import { beforeAll, expect, test } from 'vitest'
import { changeGroup, changeGroupRole, getGroup, removeFromGroup } from '../../../contract/api/groups.ts'
import { listNotifications } from '../../../contract/api/notifications.ts'
import { createPost, getPost, groupFeed } from '../../../contract/api/posts.ts'
import {
  listWaitingPosts,
  proposePost,
  settleWaitingPost,
  withdrawWaitingPost,
} from '../../../contract/api/waiting-posts.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase, watchEvents } from '../../../test/harness/database.ts'
import { photograph } from '../../../test/harness/files.ts'
import { useServer } from '../../../test/harness/server.ts'
import { run, sql } from '../../platform/db.ts'
import { forgetFiles } from '../files/forget-files.ts'
import { keepBytes } from '../files/keep-bytes.ts'

const database = useDatabase()
const server = useServer(database)
const params = () => ({ groupId: database.cast.groups.operations })
const waiting = async (who: CastName) => (await server.call(who, listWaitingPosts, { params: params() })).items
const settle = (id: string, approve: boolean) => ({ params: { ...params(), waitingId: id }, body: { approve } })
const told = async (who: CastName) => (await server.call(who, listNotifications)).items.map(one => one.kind)
const propose = (who: CastName, text: string, more: object = {}) =>
  server.call(who, proposePost, { params: params(), body: { text, ...more } })

beforeAll(async () => {
  await server.call('noor', changeGroup, { params: params(), body: { approvesPosts: true } })
})

test('what a member writes waits, read by its author and by who keeps order, and by nobody else', async () => {
  expect((await server.call('bruno', getGroup, { params: params() })).may).toMatchObject({ post: false, propose: true })
  expect((await server.call('noor', getGroup, { params: params() })).may).toMatchObject({ post: true, propose: false })
  expect((await server.refused('bruno', createPost, { params: params(), body: { text: 'x' } })).code).toBe('forbidden')
  const picture = await keepBytes(database.as('bruno'), 'a.jpg', await photograph())
  const events = watchEvents()
  const body = { text: 'Quenelles at noon https://a.example/x', files: [picture.id], idempotencyKey: 'key-00000001' }
  const made = await server.call('bruno', proposePost, { params: params(), body })
  expect(made).toMatchObject({ mine: true, links: [{ url: 'https://a.example/x' }], files: [{ id: picture.id }] })
  expect((await server.call('bruno', proposePost, { params: params(), body })).id, 'once').toBe(made.id)
  expect(await events()).not.toContain('post.created')
  expect([(await waiting('bruno')).length, (await waiting('noor')).length, (await waiting('lucie')).length]).toEqual([
    1, 1, 0,
  ])
  expect((await server.refused('mei', listWaitingPosts, { params: params() })).code).toBe('not_found')
  expect(await told('noor')).toContain('post_waits')
  const open = async (who: CastName) =>
    (await server.app.inject({ url: made.files[0]?.url ?? '', headers: { cookie: await server.cookie(who) } }))
      .statusCode
  expect([await open('bruno'), await open('noor'), await open('lucie'), await open('mei')]).toEqual([
    200, 200, 404, 404,
  ])
  // What waits keeps its files, however long it does.
  await run(sql`update files set uploaded_at = now() - interval '40 days' where id = ${picture.id}`)
  await forgetFiles()
  expect(await open('noor')).toBe(200)
  for (const who of ['bruno', 'lucie', 'mei'] as const)
    expect((await server.refused(who, settleWaitingPost, settle(made.id, true))).status, who).toBeGreaterThanOrEqual(
      403,
    )
  const both = await Promise.all(
    [1, 2, 3].map(async () => {
      const answer = await server.app.inject({
        ...{ method: 'POST', url: `/api/groups/${params().groupId}/waiting-posts/${made.id}/settle` },
        ...{
          headers: { cookie: await server.cookie('noor'), origin: 'http://passerelle.test' },
          payload: { approve: true },
        },
      })
      return answer.statusCode
    }),
  )
  expect(both.sort(), 'one of three settles it').toEqual([200, 409, 409])
  const [post] = (await server.call('lucie', groupFeed, { params: params() })).items
  expect(post).toMatchObject({ text: body.text, author: { name: 'Bruno Keller' }, files: [{ id: picture.id }] })
  expect(await told('bruno')).toContain('post_approved')
  expect(await open('lucie')).toBe(200)
  expect(await waiting('noor')).toEqual([])
})

test('declined, taken back, and without its author', async () => {
  const [first, second, third] = [
    await propose('bruno', 'no'),
    await propose('bruno', 'back'),
    await propose('lucie', 'gone'),
  ]
  expect(await server.call('noor', settleWaitingPost, settle(first.id, false))).toEqual({ postId: null })
  expect(await told('bruno')).toContain('post_declined')
  const own = { params: { ...params(), waitingId: second.id } }
  expect((await server.refused('lucie', withdrawWaitingPost, own)).code).toBe('not_found')
  await server.call('bruno', withdrawWaitingPost, own)
  expect((await server.refused('noor', settleWaitingPost, settle(second.id, true))).code).toBe('already_settled')
  await server.call('noor', removeFromGroup, { params: { ...params(), memberId: database.cast.people.lucie.memberId } })
  expect((await server.refused('noor', settleWaitingPost, settle(third.id, true))).code).toBe('author_gone')
  await server.call('noor', settleWaitingPost, settle(third.id, false))
  const texts = (await server.call('noor', groupFeed, { params: params() })).items.map(post => post.text)
  for (const text of ['no', 'back', 'gone']) expect(texts).not.toContain(text)
})

test('a moderator posts at once; where nothing waits any more, what waited is still settled', async () => {
  const of = { params: { ...params(), memberId: database.cast.people.bruno.memberId } }
  const left = await propose('bruno', 'left over')
  await server.call('noor', changeGroupRole, { ...of, body: { role: 'moderator' } })
  const { id } = await server.call('bruno', createPost, { params: params(), body: { text: 'At once' } })
  expect((await server.call('noor', getPost, { params: { postId: id } })).text).toBe('At once')
  expect((await server.refused('bruno', proposePost, { params: params(), body: { text: 'x' } })).code).toBe('forbidden')
  await server.call('noor', changeGroup, { params: params(), body: { approvesPosts: false } })
  const { postId } = await server.call('noor', settleWaitingPost, settle(left.id, true))
  expect((await server.call('bruno', getPost, { params: { postId: postId ?? '' } })).text).toBe('left over')
})
