import { expect, test } from 'vitest'
import * as groups from '../../../contract/api/groups.ts'
import * as posts from '../../../contract/api/posts.ts'
import * as search from '../../../contract/api/search.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { one, run, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const find = (who: CastName, words: string, more: { groupId?: string; after?: string; limit?: number } = {}) =>
  server.call(who, search.searchPosts, { query: { search: words, ...more } })
const write = (who: CastName, group: 'operations' | 'workshop' | 'board', text: string) =>
  server.call(who, posts.createPost, { params: { groupId: database.cast.groups[group] }, body: { text } })

test('posts are found by their words and by those of their comments, by who may read them and nobody else', async () => {
  const post = await write('ana', 'board', 'Zephyr merger, **closing** in June')
  const talk = await write('noor', 'operations', 'about something else')
  await server.call('bruno', posts.createComment, { params: { postId: talk.id }, body: { text: 'the zéphyr again' } })
  expect((await find('mei', 'zephyr closing')).items.map(item => item.post.id)).toEqual([post.id])
  expect((await find('ana', 'zephyr')).items.map(item => item.post.id)).toEqual([talk.id, post.id])
  expect((await find('bruno', 'zephyr')).items).toMatchObject([
    { post: { id: talk.id }, excerpt: 'the \u0002zéphyr\u0003 again' },
  ])
  expect((await find('zoe', 'zephyr')).items).toEqual([])
  expect((await find('ana', 'zephyr', { groupId: database.cast.groups.board })).items).toHaveLength(1)
  expect((await find('bruno', 'zephyr', { groupId: database.cast.groups.board })).items).toEqual([])
})

test('what is deleted is not found, neither the post nor what was said under it', async () => {
  const post = await write('noor', 'operations', 'ephemeral one')
  const comment = await server.call('noor', posts.createComment, {
    params: { postId: post.id },
    body: { text: 'ephemeral two' },
  })
  expect((await find('bruno', 'two')).items).toHaveLength(1)
  await server.call('noor', posts.deleteComment, { params: { commentId: comment.id } })
  expect((await find('bruno', 'two')).items).toEqual([])
  await server.call('noor', posts.deletePost, { params: { postId: post.id } })
  expect((await find('bruno', 'ephemeral')).items).toEqual([])
})

test('a notice is not found by anything, whatever its row says', async () => {
  const post = await write('noor', 'operations', 'placeholder')
  await run(sql`update posts set is_notice = true, text = 'hidden-value' where id = ${post.id}`)
  expect((await find('noor', 'hidden-value')).items).toEqual([])
})

test('pages go on where they ended, without gap or repeat', async () => {
  for (let n = 0; n < 7; n++) await write('bruno', 'workshop', `sprocket ${n}`)
  const found: string[] = []
  let after: string | undefined
  do {
    const page = await find('zoe', 'sprocket', { limit: 3, ...(after && { after }) })
    found.push(...page.items.map(item => item.post.text))
    after = page.next ?? undefined
  } while (after)
  expect(found).toEqual([6, 5, 4, 3, 2, 1, 0].map(n => `sprocket ${n}`))
})

test('people are found without accents, by title too; who left is not', async () => {
  const people = (words: string) => server.call('zoe', search.searchPeople, { query: { search: words } })
  expect((await people('theo')).items.map(item => item.name)).toEqual(['Théo Marchand'])
  expect((await people('people partner')).items.map(item => item.name)).toEqual(['Mei Tanaka'])
  expect((await people('%')).items).toEqual([])
  await run(sql`update members set active = false where id = ${database.cast.people.lucie.memberId}`)
  expect((await people('lucie')).items).toEqual([])
  await run(sql`update members set active = true where id = ${database.cast.people.lucie.memberId}`)
})

test('secret groups are found by those who see them', async () => {
  const named = async (who: CastName) =>
    (await server.call(who, search.searchGroups, { query: { search: 'board' } })).items.map(item => item.name)
  expect(await named('mei')).toEqual(['Board'])
  expect(await named('bruno')).toEqual([])
})

test('odd questions are answered, not failed', async () => {
  for (const words of ['"', '-', "'; drop table posts --", '<->', ':*', '((', 'or and', '\\'])
    expect(Array.isArray((await find('ana', words)).items)).toBe(true)
  expect((await server.refused('ana', search.searchPosts, { query: { search: 'a\0b' } })).code).toBe('bad_input')
})

test('another community finds nothing of ours', async () => {
  await write('noor', 'workshop', 'cobalt-only')
  const { id } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('o', 'o.example') returning id`,
  )
  await run(sql`
    insert into members (community_id, kind, account_id, name) values (${id}, 'person', ${database.cast.people.samir.accountId}, 'Samir')`)
  expect((await find('samir', 'cobalt-only')).items).toHaveLength(1)
  await run(sql`update sessions set community_id = ${id} where account_id = ${database.cast.people.samir.accountId}`)
  expect((await find('samir', 'cobalt-only')).items).toEqual([])
  expect((await server.call('samir', search.searchPeople, { query: { search: 'ana' } })).items).toEqual([])
  expect((await server.call('samir', groups.listGroups)).items).toEqual([])
})
