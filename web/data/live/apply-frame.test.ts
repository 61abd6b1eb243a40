import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { type Comment, getPost, groupFeed, homeFeed, listComments, type Post } from '../../../contract/api/posts.ts'
import { getMe } from '../../../contract/api/session.ts'
import { itemsOf, keyOf, type Pages } from '../query.ts'
import { applyFrame } from './apply-frame.ts'

const noor = { id: '1', name: 'Noor Haddad', kind: 'person' as const, picture: null, title: null }
const may = { edit: false, delete: false, hidePreview: false }

const post = (id: string, groupId = '10', text = 'Hello'): Post => ({
  id,
  group: { id: groupId, name: 'Operations', cover: 'sea' },
  author: noor,
  text,
  format: 'markdown',
  links: [],
  files: [],
  isNotice: false,
  createdAt: '2026-01-01T00:00:00Z',
  editedAt: null,
  reactions: { counts: {}, mine: null },
  commentCount: 0,
  seenCount: 0,
  may: { ...may, comment: true },
})

const comment = (id: string, parentId: string | null = null): Comment => ({
  id,
  postId: '100',
  parentId,
  author: noor,
  text: 'Yes',
  format: 'markdown',
  links: [],
  files: [],
  createdAt: '2026-01-01T00:00:00Z',
  editedAt: null,
  deleted: false,
  reactions: { counts: {}, mine: null },
  may,
})

const pagesOf = <T>(items: T[], next: string | null = null): Pages<T> => ({
  pages: [{ items, next }],
  pageParams: [undefined],
})

let client: QueryClient
const feed = (groupId: string) => keyOf(groupFeed, { params: { groupId } })
const idsIn = (key: readonly unknown[]) => itemsOf(client.getQueryData<Pages<{ id: string }>>(key)).map(one => one.id)

beforeEach(() => {
  client = new QueryClient()
  client.setQueryData(keyOf(homeFeed), pagesOf([post('100'), post('90')], 'more'))
  client.setQueryData(feed('10'), pagesOf([post('100')]))
  client.setQueryData(feed('11'), pagesOf([]))
  client.setQueryData(keyOf(getMe), { memberId: '1', unread: 0 })
})

test('a new post stands first in its own feeds and in no other', () => {
  applyFrame(client, { type: 'post', verb: 'created', home: true, post: post('101') })
  expect(idsIn(keyOf(homeFeed))).toEqual(['101', '100', '90'])
  expect(idsIn(feed('10'))).toEqual(['101', '100'])
  expect(idsIn(feed('11'))).toEqual([])
})

test('the same post twice stays one, and a restored one goes to its place', () => {
  applyFrame(client, { type: 'post', verb: 'created', home: true, post: post('101') })
  applyFrame(client, { type: 'post', verb: 'created', home: true, post: post('101', '10', 'Again') })
  applyFrame(client, { type: 'post', verb: 'created', home: true, post: post('95') })
  expect(idsIn(keyOf(homeFeed))).toEqual(['101', '100', '95', '90'])
})

test('a post of a group one does not belong to stays out of the home feed', () => {
  applyFrame(client, { type: 'post', verb: 'created', home: false, post: post('101') })
  expect(idsIn(keyOf(homeFeed))).toEqual(['100', '90'])
  expect(idsIn(feed('10'))).toEqual(['101', '100'])
})

test('a post older than what was read waits for its page', () => {
  applyFrame(client, { type: 'post', verb: 'created', home: true, post: post('5') })
  expect(idsIn(keyOf(homeFeed))).toEqual(['100', '90'])
})

test('a deleted post is gone everywhere', () => {
  applyFrame(client, { type: 'post_deleted', postId: '100', groupId: '10' })
  expect(idsIn(keyOf(homeFeed))).toEqual(['90'])
  expect(idsIn(feed('10'))).toEqual([])
})

test('a comment is counted once, though it comes by the answer and by the stream', () => {
  client.setQueryData(keyOf(getPost, { params: { postId: '100' } }), post('100'))
  client.setQueryData(keyOf(listComments, { params: { postId: '100' } }), pagesOf<Comment>([]))
  for (let times = 0; times < 2; times++)
    applyFrame(client, { type: 'comment', verb: 'created', groupId: '10', comment: comment('200') })
  expect(idsIn(keyOf(listComments, { params: { postId: '100' } }))).toEqual(['200'])
  expect(client.getQueryData<Post>(keyOf(getPost, { params: { postId: '100' } }))?.commentCount).toBe(1)
})

test('a deleted comment with replies stays as an empty place, one without goes', () => {
  const key = keyOf(listComments, { params: { postId: '100' } })
  client.setQueryData(key, pagesOf([comment('300'), comment('301', '300'), comment('302')]))
  applyFrame(client, { type: 'comment_deleted', commentId: '300', postId: '100' })
  applyFrame(client, { type: 'comment_deleted', commentId: '302', postId: '100' })
  const left = itemsOf(client.getQueryData<Pages<Comment>>(key))
  expect(left.map(one => [one.id, one.deleted, one.text])).toEqual([
    ['300', true, ''],
    ['301', false, 'Yes'],
  ])
})

test('a reaction of somebody else leaves mine alone', () => {
  applyFrame(client, { type: 'reactions', subjectId: '100', counts: { love: 1 }, by: '1', kind: 'love' })
  applyFrame(client, { type: 'reactions', subjectId: '100', counts: { love: 1, like: 1 }, by: '2', kind: 'like' })
  const [first] = itemsOf(client.getQueryData<Pages<Post>>(keyOf(homeFeed)))
  expect(first?.reactions).toEqual({ counts: { love: 1, like: 1 }, mine: 'love' })
})
