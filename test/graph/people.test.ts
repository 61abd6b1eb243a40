import { expect, test } from 'vitest'
import { createBadge, listBadges, retireBadge } from '../../contract/api/badges.ts'
import { listNotifications } from '../../contract/api/notifications.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { publicOrigin } from '../../server/platform/addresses.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

test('skills by their name, of people within reach', async () => {
  const { bruno, zoe } = database.cast.people
  const { token } = await programs.make(['read_profile', 'manage_profiles'], ['operations'])
  const at = `/${bruno.memberId}/skills`
  expect((await programs.graph(`${at}?name=Welding`, { token, method: 'POST' })).body).toEqual({ success: true })
  await programs.graph(`${at}?name=welding`, { token, method: 'POST' })
  const list = await programs.graph(`${at}?fields=name`, { token })
  expect(list.body.data).toEqual([{ name: 'Welding', id: expect.any(String) }])
  const { id } = list.body.data[0]
  expect((await programs.graph('/community/skills', { token })).body.data).toEqual(list.body.data)
  expect((await programs.graph(`/${id}/users?fields=name`, { token })).body.data).toEqual([
    { name: 'Bruno Keller', id: bruno.memberId },
  ])
  expect((await programs.graph(`/${zoe.memberId}/skills?name=x`, { token, method: 'POST' })).status).toBe(400)
  const other = await programs.make(['read_profile'], ['leaders'], 'Leaders only')
  const elsewhere = await programs.make(['read_profile'], ['board'], 'Board only')
  expect((await programs.graph(`/${id}`, { token: other.token })).body).toEqual({ name: 'Welding', id })
  expect((await programs.graph(`/${id}`, { token: elsewhere.token })).status).toBe(400)
  expect((await programs.graph(`${at}?name=Welding`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await programs.graph(at, { token })).body.data).toEqual([])
  expect((await programs.graph(`${at}?name=Welding`, { token, method: 'DELETE' })).status).toBe(400)
})

test('badges of the company and in stock, awarded once, told to whoever has them', async () => {
  const { lucie, zoe } = database.cast.people
  const { token } = await programs.make(['manage_badges'], ['operations'], 'Praise')
  const { id } = await server.call('ana', createBadge, { body: { name: 'Ten years', description: 'A decade' } })
  expect((await server.refused('mei', createBadge, { body: { name: 'x', description: '' } })).code).toBe('forbidden')
  const all = await programs.graph('/community/badges?fields=id,name,description,icon,category', { token })
  expect(all.body.data).toEqual([
    expect.objectContaining({ id: 'workplace_champion', category: 'STOCK', name: 'Champion' }),
    {
      id: `workplace_custom#${id}`,
      name: 'Ten years',
      description: 'A decade',
      icon: expect.stringMatching(/badge\.svg$/),
      category: 'CUSTOM',
    },
  ])
  const first = await programs.graph('/community/badges?limit=1', { token })
  const second = await programs.graph(`/community/badges?limit=1&after=${first.body.paging.cursors.after}`, { token })
  expect([first, second].map(page => page.body.data[0].id)).toEqual(['workplace_champion', `workplace_custom#${id}`])
  const at = `/${lucie.memberId}/badges`
  for (const badge of [`workplace_custom%23${id}`, `workplace_custom%23${id}`, 'workplace_champion'])
    expect((await programs.graph(`${at}?badge=${badge}`, { token, method: 'POST' })).body).toEqual({ success: true })
  expect((await programs.graph(`${at}?fields=id,name`, { token })).body.data).toEqual([
    { id: `workplace_custom#${id}`, name: 'Ten years' },
    { id: 'workplace_champion', name: 'Champion' },
  ])
  for (const badge of ['workplace_custom%231', 'nonsense', ''])
    expect((await programs.graph(`${at}?badge=${badge}`, { token, method: 'POST' })).status).toBe(400)
  expect(
    (await programs.graph(`/${zoe.memberId}/badges?badge=workplace_champion`, { token, method: 'POST' })).status,
  ).toBe(400)
  const told = await server.call('lucie', listNotifications)
  expect(told.items.map(one => one.values.badge)).toEqual(['Champion', 'Ten years'])
  await server.call('ana', retireBadge, { params: { badgeId: id } })
  expect((await server.call('ana', listBadges)).items).toEqual([])
  expect((await programs.graph(`${at}?fields=name`, { token })).body.data).toHaveLength(2)
})

test('sets of people are for programs of the whole company', async () => {
  const { ana, mei } = database.cast.people
  const { token } = await programs.make(['manage_accounts'], 'all', 'Directory')
  const some = await programs.make(['manage_accounts', 'read_members'], ['operations'], 'Some')
  const { id } = (
    await programs.graph('/community/people_sets', { token, method: 'POST', payload: { name: 'Nantes' } })
  ).body
  expect(
    (await programs.graph('/community/people_sets', { token, method: 'POST', payload: { name: 'nantes' } })).status,
  ).toBe(400)
  await programs.graph(`/${id}/members?email=mei@cobalt.example`, { token, method: 'POST' })
  await programs.graph(`/${id}/members/${ana.memberId}`, { token, method: 'POST' })
  await programs.graph(`/${id}/members`, { token, method: 'DELETE', payload: { member: ana.memberId } })
  const { body } = await programs.graph(`/${id}?fields=name,members{name}`, { token })
  expect(body).toMatchObject({ name: 'Nantes', members: { data: [{ name: 'Mei Tanaka', id: mei.memberId }] } })
  expect((await programs.graph(`/${id}`, { token: some.token })).status).toBe(400)
  expect((await programs.graph(`/${id}`, { token: some.token, method: 'DELETE' })).status).toBe(400)
  expect((await programs.graph(`/${id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
})

test('administrators are named and released, and the last one stays', async () => {
  const { ana, theo, noor } = database.cast.people
  const { token } = await programs.make(['manage_accounts'], 'all', 'Governor')
  const some = await programs.make(['manage_accounts'], ['operations'], 'Lesser')
  const at = '/community/admins'
  const change = (method: string, uid: string, by = token) =>
    programs.graph(at, { token: by, method, payload: { uid } })
  expect((await change('POST', noor.memberId, some.token)).status).toBe(403)
  expect((await change('POST', noor.memberId)).body).toEqual({ success: true })
  expect((await programs.graph(`${at}?fields=id`, { token })).body.data).toHaveLength(3)
  expect((await change('DELETE', noor.memberId)).status).toBe(200)
  expect((await change('DELETE', theo.memberId)).status).toBe(200)
  expect((await change('DELETE', ana.memberId)).status).toBe(400)
  expect((await programs.graph(`${at}?fields=id`, { token })).body.data).toEqual([{ id: ana.memberId }])
  const written = await rows<{ n: number }>(
    sql`select count(*)::int as n from audit where action = 'person.role_changed' and subject_id = ${noor.memberId}`,
  )
  expect(written[0]?.n).toBe(2)
  // Who keeps no accounts of the whole company takes no administrator's seat, and that of a member it does.
  const mei = database.cast.people.mei.memberId
  const keepers = [
    await programs.make(['manage_profiles', 'manage_accounts'], ['operations', 'board'], 'Lesser keeper'),
    await programs.make(['manage_profiles', 'provision_accounts'], 'all', 'Profiler'),
  ]
  for (const { token: by } of keepers) {
    for (const payload of [{ active: 'false' }, { email: 'mine@cobalt.example' }])
      expect((await programs.graph(`/${mei}`, { token: by, method: 'POST', payload })).status).toBe(403)
    for (const active of ['false', 'true'])
      expect(
        (await programs.graph(`/${noor.memberId}`, { token: by, method: 'POST', payload: { active } })).status,
      ).toBe(200)
  }
  await run(sql`update members set role = 'system_administrator' where id = ${theo.memberId}`)
  server.signInAgain()
})

test('timelines, mentions and pictures', async () => {
  const { lucie, bruno, mei } = database.cast.people
  const group = database.cast.groups.operations
  const { token } = await programs.make(['read_content', 'manage_content'], ['operations'], 'Watcher')
  const post = await createPost(database.as('bruno'), {
    groupId: group,
    text: `Ask @[Lucie Bernard](${lucie.memberId})`,
  })
  await createPost(database.as('mei'), {
    groupId: database.cast.groups.board,
    text: `Not @[Lucie Bernard](${lucie.memberId})`,
  })
  expect((await programs.graph(`/${lucie.memberId}/tagged?fields=message`, { token })).body.data).toEqual([
    { message: 'Ask Lucie Bernard', id: `${group}_${post.id}` },
  ])
  expect((await programs.graph(`/${lucie.memberId}/feed`, { token })).body).toEqual({ data: [] })
  expect(
    (await programs.graph(`/${lucie.memberId}/feed`, { token, method: 'POST', payload: { message: 'x' } })).body.error
      .code,
  ).toBe(200)
  const at = `/${bruno.memberId}/picture`
  const known = await programs.graph(`${at}?redirect=false&fields=height,is_silhouette,width,url`, { token })
  expect(known.body).toEqual({
    data: { url: `${publicOrigin()}/silhouette.svg`, width: 50, height: 50, is_silhouette: true },
  })
  const image = await server.app.inject({
    url: `/graph/bruno@cobalt.example/picture?access_token=${token}`,
  })
  expect([image.statusCode, image.headers.location]).toEqual([302, `${publicOrigin()}/silhouette.svg`])
  expect((await programs.graph(`/${mei.memberId}/picture?redirect=false`, { token })).status).toBe(400)
})
