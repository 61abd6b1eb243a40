import { expect, test } from 'vitest'
import {
  answerGroupRequest,
  changeGroup,
  createGroup,
  getGroup,
  inviteToGroup,
  joinGroup,
  leaveGroup,
} from '../../contract/api/groups.ts'
import { createComment, createPost } from '../../contract/api/posts.ts'
import { listWaitingPosts, proposePost, settleWaitingPost } from '../../contract/api/waiting-posts.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { everyScoped, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

test('where only admins post, a program says so and people are held to it', async () => {
  const group = database.cast.groups.operations
  const params = { groupId: group }
  const { token } = await programs.make(['manage_groups', 'manage_content', 'read_content'], ['operations'])
  const settings = {
    post_permissions: 'ADMIN_ONLY',
    post_requires_admin_approval: 'True',
    join_setting: 'ADMIN_ONLY',
    cover_url: 'https://pictures.example/sea.jpg',
  }
  expect((await programs.graph(`/${group}`, { token, method: 'POST', payload: settings })).body).toEqual({
    success: true,
  })
  const { body } = await programs.graph(
    `/${group}?fields=post_permissions,post_requires_admin_approval,join_setting,cover,purpose`,
    { token },
  )
  expect(body).toMatchObject({
    post_permissions: 'ADMIN_ONLY',
    post_requires_admin_approval: true,
    join_setting: 'ADMIN_ONLY',
    cover: { source: 'https://pictures.example/sea.jpg' },
  })
  const text = { text: 'Hello' }
  expect((await server.refused('bruno', createPost, { params, body: text })).code).toBe('forbidden')
  expect((await server.call('bruno', getGroup, { params })).may.post).toBe(false)
  const post = await server.call('noor', createPost, { params, body: text })
  await server.call('bruno', createComment, { params: { postId: post.id }, body: text })
  // A program was given the right to write by an administrator, who knows the group.
  expect((await programs.graph(`/${group}/feed`, { token, method: 'POST', payload: { message: 'News' } })).status).toBe(
    200,
  )
  const changed = await server.call('noor', changeGroup, { params, body: { adminsPost: false } })
  expect(changed).toMatchObject({ adminsPost: false })
  // It asks for approval as well: what a member writes waits, and no program reads it before.
  expect((await server.refused('bruno', createPost, { params, body: text })).code).toBe('forbidden')
  await server.call('bruno', proposePost, { params, body: { text: 'Waits' } })
  const feed = `/${group}/feed?fields=message&limit=100`
  expect(JSON.stringify((await programs.graph(feed, { token })).body)).not.toContain('Waits')
  const [waits] = (await server.call('noor', listWaitingPosts, { params })).items
  const settled = { params: { ...params, waitingId: waits?.id ?? '' }, body: { approve: true } }
  await server.call('noor', settleWaitingPost, settled)
  expect((await programs.graph(feed, { token })).body.data[0]).toMatchObject({ message: 'Waits' })
  for (const cover_url of ['javascript:alert(1)', 'nowhere'])
    expect((await programs.graph(`/${group}`, { token, method: 'POST', payload: { cover_url } })).status).toBe(400)
})

test('where only admins let people in, nobody walks into an open group; where anyone does, members open a closed one', async () => {
  const { zoe, mei, lucie } = database.cast.people
  const form = { name: 'Open house', description: '', privacy: 'open', cover: 'sea' } as const
  const { id } = await server.call('noor', createGroup, { body: form })
  const params = { groupId: id }
  const { token } = await programs.make(['manage_groups', 'read_members', 'read_content'], 'all', 'Doorkeeper')
  const set = (join_setting: string) => programs.graph(`/${id}`, { token, method: 'POST', payload: { join_setting } })
  await server.call('bruno', joinGroup, { params })
  await set('ADMIN_ONLY')
  expect(await server.call('zoe', getGroup, { params })).toMatchObject({
    letsIn: 'admins',
    may: { read: true, join: false, ask: true },
  })
  expect((await server.call('zoe', joinGroup, { params })).standing).toBe('asked')
  await server.call('lucie', joinGroup, { params })
  const body = { memberIds: [mei.memberId] }
  expect((await server.refused('bruno', inviteToGroup, { params, body })).code).toBe('forbidden')
  const requests = async () =>
    (await programs.graph(`/${id}/member_requests?fields=name`, { token })).body.data.map(
      (one: { id: string }) => one.id,
    )
  expect((await requests()).sort()).toEqual([zoe.memberId, lucie.memberId].sort())
  await server.call('noor', answerGroupRequest, {
    params: { ...params, memberId: zoe.memberId },
    body: { admit: true },
  })
  // A program that manages the group lets people in as its admins do.
  await programs.graph(`/${id}/members/${lucie.memberId}`, { token, method: 'POST' })
  expect(await requests()).toEqual([])
  for (const who of ['zoe', 'lucie'] as const)
    expect((await server.call(who, getGroup, { params })).standing, who).toBe('member')
  await server.call('noor', changeGroup, { params, body: { privacy: 'closed', letsIn: 'anyone' } })
  expect((await programs.graph(`/${id}?fields=join_setting`, { token })).body.join_setting).toBe('ANYONE')
  expect((await server.call('mei', joinGroup, { params })).standing).toBe('asked')
  await server.call('bruno', inviteToGroup, { params, body })
  expect((await server.call('mei', getGroup, { params })).standing).toBe('member')
  await set('NONE')
  expect((await server.refused('bruno', inviteToGroup, { params, body })).code).toBe('forbidden')
})

test('who asked to join, said yes to an event or is in a thread is named, and nothing else of them is said', async () => {
  const { mei, lucie, bruno } = database.cast.people
  const group = database.cast.groups.operations
  const { token, botId } = await programs.make(everyScoped, ['operations'], 'Namer')
  const ask = async (path: string, payload?: object) =>
    (await programs.graph(path, { token, ...(payload && { method: 'POST', payload }) })).body
  const event = await ask(`/${group}/events`, { name: 'Fair', start_time: '2030-11-02' })
  const thread = await ask('/me/messages', {
    recipient: { ids: [lucie.memberId, bruno.memberId] },
    message: { text: 'Hello' },
  })
  await run(sql`
    insert into event_replies (community_id, event_id, member_id, reply)
    values (${database.cast.communityId}, ${event.id}, ${lucie.memberId}, 'attending')`)
  await server.call('mei', joinGroup, { params: { groupId: group } })
  const inside = await ask(`/${event.id}/attending?fields=name,email`)
  expect(inside.data).toEqual([{ name: 'Lucie Bernard', email: 'lucie@cobalt.example', id: lucie.memberId }])
  await server.call('lucie', leaveGroup, { params: { groupId: group } })
  const fields = 'name,email,title,department,primary_phone,external_id,active'
  const asked = await ask(`/${group}/member_requests?fields=${fields}`)
  expect(asked.data).toEqual([{ name: 'Mei Tanaka', id: mei.memberId }])
  expect((await ask(`/${event.id}/attending?fields=${fields}`)).data).toEqual([
    { name: 'Lucie Bernard', id: lucie.memberId },
  ])
  const read = await ask(
    `/${thread.thread_key}?fields=participants{${fields}},senders{${fields}},messages{from{${fields}},to{${fields}}}`,
  )
  expect(JSON.stringify(read)).toContain(botId)
  expect(JSON.stringify([asked, read])).not.toMatch(/lucie@|mei@|Cheffe|Produit/)
})
