import { expect, test } from 'vitest'
import { changeGroup, getGroup } from '../../contract/api/groups.ts'
import { createComment, createPost } from '../../contract/api/posts.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
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
  await server.call('bruno', createPost, { params, body: text })
  for (const cover_url of ['javascript:alert(1)', 'nowhere'])
    expect((await programs.graph(`/${group}`, { token, method: 'POST', payload: { cover_url } })).status).toBe(400)
})
