/** What programs change (workplace-graph-api.md 4.1, 5.2–5.6; client-calls.md 2): what they get back, what is there afterwards, and what is not. */
import { beforeAll, expect, test } from 'vitest'
import { programPermissions } from '../../contract/permissions.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase, watchEvents } from '../harness/database.ts'
import { type GraphAsk, type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
let program: Program
beforeAll(async () => {
  program = await programs.make(programPermissions, 'all')
})
const group = (): string => database.cast.groups.operations
const call = async (method: string, path: string, payload?: GraphAsk['payload']) =>
  (await programs.graph(path, { token: program.token, method, ...(payload !== undefined && { payload }) })).body
const written = watchEvents()

test('a post with a mention, in markdown, with a link; changed and deleted', async () => {
  const { noor } = database.cast.people
  await written()
  const { id } = await call('POST', `/${group()}/feed?formatting=MARKDOWN&type=status&joinable=x`, {
    message: `Hello @[${noor.memberId}] *now*`,
    link: 'https://a.example/b',
  })
  expect(id).toMatch(new RegExp(`^${group()}_\\d+$`))
  expect(
    await call('GET', `/${id}?fields=message,message_tags,formatting,type,link,from,to,permalink_url,created_time`),
  ).toEqual({
    message: 'Hello Noor Haddad *now*\nhttps://a.example/b',
    message_tags: [{ id: noor.memberId, name: 'Noor Haddad', type: 'user', offset: 6, length: 11 }],
    formatting: 'MARKDOWN',
    type: 'link',
    link: 'https://a.example/b',
    from: { name: 'Robot', id: program.botId },
    to: { data: [{ name: 'Operations', id: group() }] },
    permalink_url: expect.stringMatching(/^https?:\/\/[^/]+\/posts\/\d+$/),
    created_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    id,
  })
  expect(await written()).toContain('post.created')
  expect(await call('POST', `/${id}`, 'message=Changed')).toEqual({ success: true })
  expect((await call('GET', `/${id}?fields=message`)).message).toBe('Changed')
  expect(await call('DELETE', `/${id}`)).toEqual({ success: true })
  expect((await call('GET', `/${id}`)).error.code).toBe(100)
  expect((await call('DELETE', `/${id}`)).error.code).toBe(100)
})

test('nothing longer than anybody reads: a message, a comment, a change, a description', async () => {
  const { id } = await call('POST', `/${group()}/feed`, { message: 'x'.repeat(63_206) })
  expect(id).toMatch(/_/)
  const long = 'x'.repeat(63_207)
  for (const [path, payload] of [
    [`/${group()}/feed`, { message: long }],
    [`/${id}`, { message: long }],
    [`/${id}/comments`, { message: long }],
    [`/${group()}`, { description: 'x'.repeat(20_001) }],
    ['/community/groups', { name: 'Long', description: 'x'.repeat(20_001) }],
    ['/community/accounts', { name: 'x'.repeat(20_001), email: 'long@cobalt.example' }],
  ] as const)
    expect((await call('POST', path, payload)).error?.code, path).toBe(100)
  expect((await call('GET', `/${id}?fields=message`)).message).toHaveLength(63_206)
  await call('DELETE', `/${id}`)
})

test('a comment, a reply by its parent as a bot looks for it, likes; each as the program’s page', async () => {
  const post = (await call('POST', `/${group()}/feed`, 'message=Ask')).id
  const comment = (await call('POST', `/${post}/comments?message=One+comment`)).id
  expect(comment).toMatch(new RegExp(`^${post.split('_')[1]}_\\d+$`))
  expect(await call('GET', `/v3.2/${comment}?fields=parent{id}`)).toEqual({ id: comment })
  const reply = (await call('POST', `/v3.2/${comment}/comments`, { message: 'A reply' })).id
  expect(await call('GET', `/v3.2/${reply}?fields=parent{id},message,from{id}`)).toEqual({
    parent: { id: comment },
    message: 'A reply',
    from: { id: program.botId },
    id: reply,
  })
  const beside = (await call('POST', `/${reply}/comments`, { message: 'Beside it' })).id
  expect((await call('GET', `/${beside}?fields=parent{id}`)).parent.id).toBe(comment)
  expect(await call('POST', `/${post}/likes`)).toEqual({ success: true })
  expect(await call('POST', `/${post}/likes`)).toEqual({ success: true })
  expect(await call('GET', `/${post}/likes?summary=true&fields=id,name`)).toMatchObject({
    data: [{ id: program.botId, name: 'Robot' }],
    summary: { total_count: 1, can_like: true, has_liked: true },
  })
  expect(await call('DELETE', `/${post}/likes`)).toEqual({ success: true })
  expect((await call('GET', `/${post}/reactions?summary=true`)).summary).toEqual({
    total_count: 0,
    viewer_reaction: 'NONE',
  })
  const list = await call('GET', `/${post}/comments?filter=stream&summary=true&order=chronological`)
  expect(list.data.map((one: { message: string }) => one.message)).toEqual(['One comment', 'A reply', 'Beside it'])
  expect(list.summary.total_count).toBe(3)
  expect((await call('GET', `/${post}/comments`)).data).toHaveLength(1)
  expect(await call('DELETE', `/${comment}`)).toEqual({ success: true })
  expect((await call('GET', `/${comment}`)).error.code).toBe(100)
})

test('a group made, changed by either name of a thing, archived and taken back; its members and admins', async () => {
  const { bruno } = database.cast.people
  const { id } = await call(
    'POST',
    '//community/groups?name=New+idea&description=What+next&privacy=CLOSED&group_type=WORK_SOCIAL&post_permissions=ADMIN_ONLY&post_requires_admin_approval=true&visibility=x',
  )
  expect(
    await call(
      'GET',
      `/${id}?fields=name,description,privacy,purpose,post_permissions,post_requires_admin_approval,join_setting,archived,is_community,owner{id}`,
    ),
  ).toEqual({
    name: 'New idea',
    description: 'What next',
    privacy: 'CLOSED',
    purpose: 'WORK_SOCIAL',
    post_permissions: 'ADMIN_ONLY',
    post_requires_admin_approval: true,
    join_setting: 'NONE',
    archived: false,
    is_community: false,
    owner: { id: program.botId },
    id,
  })
  for (const [payload, field, value] of [
    [{ name: 'Renamed', unknown: 1 }, 'name', 'Renamed'],
    ['description=Plain+words', 'description', 'Plain words'],
    ['privacy=secret', 'privacy', 'SECRET'],
    [{ archive: true }, 'archived', true],
    ['archive=False', 'archived', false],
  ] as const) {
    expect(await call('POST', `/${id}`, payload), field).toEqual({ success: true })
    expect((await call('GET', `/${id}?fields=${field}`))[field], field).toBe(value)
  }
  expect(await call('POST', `/${id}/members`, 'email=bruno@cobalt.example')).toEqual({ success: true })
  expect(await call('POST', `/${id}/admins/${bruno.memberId}`)).toEqual({ success: true })
  expect((await call('GET', `/${id}/members?fields=name,email,administrator,joined`)).data).toEqual([
    {
      name: 'Bruno Keller',
      email: 'bruno@cobalt.example',
      administrator: true,
      joined: expect.any(Number),
      id: bruno.memberId,
    },
  ])
  // One client reads by POST, with nothing to change.
  expect((await call('POST', `/${id}/admins?fields=id`)).data).toEqual([{ id: bruno.memberId }])
  const ana = database.cast.people.ana.memberId
  await call('POST', `/${id}/admins`, { uid: ana })
  expect(await call('DELETE', `/${id}/admins`, { uid: bruno.memberId })).toEqual({ success: true })
  expect((await call('GET', `/${id}/admins?fields=id`)).data).toEqual([{ id: ana }])
  expect(await call('DELETE', `/${id}/members/${bruno.memberId}`)).toEqual({ success: true })
  expect((await call('GET', `/${id}/former_members?fields=name`)).data).toEqual([
    { name: 'Bruno Keller', id: bruno.memberId },
  ])
})

test('an account made without e-mail or with it, changed by address, claimed nowhere, deleted; a claimed one is not', async () => {
  const { noor } = database.cast.people
  const made = await call('POST', '/company/accounts', {
    name: 'Ivo Blanc',
    email: 'ivo@cobalt.example',
    title: 'Fitter',
    department: 'Workshop',
    organization: 'Cobalt',
    division: 'North',
    cost_center: '41',
    external_id: 'E-7',
    invited: 'true',
    work_locale: 'fr_FR',
    auth_method: 'password',
    manager: noor.memberId,
  })
  expect(made).toEqual({ id: expect.stringMatching(/^\d+$/) })
  expect(
    await call(
      'GET',
      `/${made.id}?fields=name,first_name,last_name,email,title,division,external_id,work_locale,auth_method,active,managers{name}`,
    ),
  ).toMatchObject({
    name: 'Ivo Blanc',
    first_name: 'Ivo',
    last_name: 'Blanc',
    email: 'ivo@cobalt.example',
    title: 'Fitter',
    division: 'North',
    external_id: 'E-7',
    work_locale: 'fr_FR',
    auth_method: 'password',
    active: true,
    managers: { data: [{ name: 'Noor Haddad', id: noor.memberId }] },
  })
  expect((await call('GET', '/community/members?external_ids=E-7&fields=id')).data).toEqual([{ id: made.id }])
  expect(await call('POST', '/ivo@cobalt.example', 'email=ivo.blanc@cobalt.example&title=')).toEqual({ success: true })
  expect(await call('GET', '/ivo.blanc@cobalt.example?fields=id')).toEqual({ id: made.id })
  expect(await call('POST', `/${made.id}`, 'active=False')).toEqual({ success: true })
  expect((await call('GET', '/community/former_members?fields=id')).data).toEqual([{ id: made.id }])
  expect(await call('POST', `/${made.id}?active=True`)).toEqual({ success: true })
  expect(await call('DELETE', `/${made.id}`)).toEqual({ success: true })
  const frontline = await call('POST', '/community/accounts', 'name=Léa+Sans&external_id=E-8&is_frontline=1')
  expect(await call('GET', `/${frontline.id}?fields=email,frontline`)).toEqual({
    frontline: { is_frontline: true, has_access: expect.any(Boolean) },
    id: frontline.id,
  })
  expect((await call('DELETE', '/noor@cobalt.example')).error).toMatchObject({ code: 100 })
  expect((await call('GET', `/${noor.memberId}?fields=name`)).name).toBe('Noor Haddad')
  await server.session('noor')
  const sessions = () => rows(sql`select from sessions where account_id = ${database.cast.people.noor.accountId}`)
  expect(await sessions()).toHaveLength(1)
  expect(await call('POST', `/${noor.memberId}/logout`)).toEqual({ success: true })
  expect(await sessions()).toEqual([])
})

test('the bot’s own beginnings, and what it cannot begin for others', async () => {
  expect(await call('POST', '/me/subscribed_apps?subscribed_fields=messages')).toEqual({ success: true })
  expect((await call('POST', `/${database.cast.people.ana.memberId}/subscribed_apps`)).error.code).toBe(100)
  expect((await call('GET', '/me/permissions')).data).toContainEqual({ permission: 'write_group', status: 'granted' })
})
