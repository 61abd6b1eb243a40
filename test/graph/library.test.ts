import { expect, test } from 'vitest'
import { forgetFiles } from '../../server/domain/files/forget-files.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { photograph } from '../harness/files.ts'
import { usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)

const blocks = [{ type: 'text_block', children: [{ type: 'p', children: [{ type: 'text', text: 'Pack light' }] }] }]
const post = (payload: object) => ({ method: 'POST', payload })

test('categories as the samples make, nest, read, change and delete them', async () => {
  const { token, botId } = await programs.make(['read_library', 'manage_library'], 'all')
  const made = await programs.graph('/community/knowledge_library_categories', {
    token,
    ...post({ title: 'Travel', icon: 'AIRPLANE', color: 'Red', json_content: blocks }),
  })
  const { id } = made.body
  expect(made.body).toEqual({ id: expect.stringMatching(/^\d+$/) })
  const child = await programs.graph(`/${id}/subcategories`, {
    token,
    ...post({ title: 'Trains', status: 'DRAFT', order_index: '2', read_audience: "{'audience_type':'INHERIT'}" }),
  })
  const condition = { field: 'LOCATION', operator: 'CONTAINS', values: ['Nantes'] }
  expect(
    (
      await programs.graph(`/${id}`, {
        token,
        ...post({ read_audience: { audience_type: 'PROFILE_FIELDS', profile_set_conditions: [condition] } }),
      })
    ).body,
  ).toEqual({ success: true })
  const { body } = await programs.graph(
    `/${id}?fields=id,title,content,status,read_audience{audience_type,groups,static_users,profile_set_conditions},json_content,last_editor,last_updated,color,icon,parent_id,order_index,seen,comments,reactions`,
    { token },
  )
  expect(body).toEqual({
    id,
    title: 'Travel',
    content: 'Pack light',
    status: 'PUBLISHED',
    read_audience: {
      audience_type: 'PROFILE_FIELDS',
      groups: [],
      static_users: [],
      profile_set_conditions: [condition],
    },
    json_content: blocks,
    last_editor: { name: 'Robot', id: botId },
    last_updated: expect.any(String),
    color: 'RED',
    icon: 'AIRPLANE',
    parent_id: '',
    order_index: 0,
    seen: { data: [] },
    comments: { data: [] },
    reactions: { data: [] },
  })
  const under = await programs.graph(`/${id}/subcategories?fields=title,status,parent_id,order_index,read_audience`, {
    token,
  })
  expect(under.body.data).toEqual([
    {
      title: 'Trains',
      status: 'DRAFT',
      parent_id: id,
      order_index: 2,
      read_audience: expect.objectContaining({ audience_type: 'INHERIT' }),
      id: child.body.id,
    },
  ])
  expect((await programs.graph(`/${id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await programs.graph(`/${child.body.id}`, { token })).status).toBe(400)
})

test('what is brought into a category stays with it and goes with it, and nobody brings it where they may not write', async () => {
  const all = await programs.make(['read_library', 'manage_library'], 'all', 'Curator')
  const some = await programs.make(['read_library', 'manage_library'], ['operations'], 'Guest')
  const { id } = (
    await programs.graph('/community/knowledge_library_categories', {
      token: all.token,
      ...post({ title: 'Plans', read_audience: { audience_type: 'EVERYONE' } }),
    })
  ).body
  const bytes = await photograph()
  const bring = (token: string, edge: string) =>
    programs.graph(`/${id}/${edge}?name=The+hall`, {
      token,
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=cut' },
      payload: Buffer.concat([
        Buffer.from('--cut\r\nContent-Disposition: form-data; name="source"; filename="hall.jpg"\r\n\r\n'),
        ...[bytes, Buffer.from('\r\n--cut--\r\n')],
      ]),
    })
  const uploaded = async () => (await one<{ n: number }>(sql`select count(*)::int as n from files`)).n
  const before = await uploaded()
  expect((await bring(some.token, 'photos')).body.error).toMatchObject({ code: 200 })
  expect((await bring(all.token, 'videos')).status).toBe(400)
  expect((await programs.graph(`/${id}/photos`, { token: all.token, method: 'POST' })).body.error.code).toBe(324)
  expect(await uploaded()).toBe(before)
  const photo = (await bring(all.token, 'photos')).body
  expect((await programs.graph(`/${photo.id}?fields=name,width`, { token: all.token })).body).toMatchObject({
    name: 'The hall',
    width: 40,
  })
  expect((await programs.graph(`/${photo.id}`, { token: some.token })).status).toBe(400)
  const age = (days: number) =>
    run(sql`update files set uploaded_at = now() - make_interval(days => ${days}) where id = ${photo.id}`)
  await age(100)
  await forgetFiles()
  expect(await uploaded()).toBe(before + 1)
  await programs.graph(`/${id}`, { token: all.token, method: 'DELETE' })
  expect((await programs.graph(`/${photo.id}`, { token: all.token })).status).toBe(400)
  await run(sql`update library_categories set deleted_at = now() - interval '31 days' where id = ${id}`)
  await forgetFiles()
  expect(await uploaded()).toBe(before)
})

test('what is no colour, no icon, no audience is refused', async () => {
  const { token } = await programs.make(['manage_library'], 'all', 'Strict')
  for (const payload of [
    {},
    { title: ' ' },
    { title: 'x', color: 'LIGHT_GREEN' },
    { title: 'x', icon: 'BICYCLE' },
    { title: 'x', status: 'GONE' },
    { title: 'x', json_content: 'words' },
    { title: 'x', read_audience: { audience_type: 'INHERIT' } },
    { title: 'x', read_audience: { audience_type: 'GROUPS', groups: [] } },
    { title: 'x', read_audience: { audience_type: 'GROUPS', groups: ['123456'] } },
    { title: 'x', read_audience: { audience_type: 'GROUPS', groups: ["1' or 1=1"] } },
  ])
    expect(
      await programs.graph('/community/knowledge_library_categories', { token, ...post(payload) }),
      JSON.stringify(payload),
    ).toMatchObject({ status: 400, body: { error: { code: 100 } } })
  expect((await programs.graph('/community/knowledge_library_categories', { token })).body.data).toEqual([])
})

test('a program for some groups reaches what is for them', async () => {
  const all = await programs.make(['manage_library'], 'all', 'Librarian')
  const some = await programs.make(['read_library', 'manage_library'], ['operations'], 'Some')
  const make = async (title: string, read_audience?: object, parent?: string): Promise<string> =>
    (
      await programs.graph(parent ? `/${parent}/subcategories` : '/community/knowledge_library_categories', {
        token: all.token,
        ...post({ title, ...(read_audience && { read_audience }) }),
      })
    ).body.id
  const { operations, board } = database.cast.groups
  const open = await make('For all')
  const ours = await make('For operations', { audience_type: 'GROUPS', groups: [operations] })
  const theirs = await make('For the board', { audience_type: 'GROUPS', groups: [board, operations].slice(0, 1) })
  const inside = await make('Under the board', undefined, theirs)
  const listed = await programs.graph('/community/knowledge_library_categories?fields=id', { token: some.token })
  expect(listed.body.data.map((one: { id: string }) => one.id)).toEqual([open, ours])
  for (const hidden of [theirs, inside])
    for (const method of ['GET', 'POST', 'DELETE'])
      expect((await programs.graph(`/${hidden}`, { token: some.token, method, payload: {} })).body.error).toMatchObject(
        {
          code: 100,
          error_subcode: 33,
        },
      )
  // What is for everybody is read, and not written.
  expect((await programs.graph(`/${open}`, { token: some.token, ...post({ title: 'Mine' }) })).status).toBe(403)
  expect((await programs.graph(`/${ours}`, { token: some.token, ...post({ title: 'Ours' }) })).status).toBe(200)
  const widened = await programs.graph(`/${ours}`, {
    token: some.token,
    ...post({ read_audience: { audience_type: 'GROUPS', groups: [operations, board] } }),
  })
  expect(widened.status).toBe(403)
  const { body } = await programs.graph(`/${ours}?fields=title,read_audience`, { token: all.token })
  expect(body).toMatchObject({ title: 'Ours', read_audience: { groups: [operations] } })
})

test('quick links', async () => {
  const { token } = await programs.make(['read_library', 'manage_library'], 'all', 'Linker')
  const at = '/community/knowledge_quick_links'
  const made = await programs.graph(at, { token, ...post({ title: 'Menu', link: 'https://menu.example/' }) })
  const { id } = made.body
  await programs.graph(`/${id}`, { token, ...post({ title: 'Lunch' }) })
  expect((await programs.graph(`${at}?fields=title,link`, { token })).body.data).toEqual([
    { title: 'Lunch', link: 'https://menu.example/', id },
  ])
  expect((await programs.graph(at, { token, ...post({ title: 'x', link: 'javascript:alert(1)' }) })).status).toBe(400)
  expect((await programs.graph(`/${id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await programs.graph(at, { token })).body.data).toEqual([])
})

test('notes of a group keep what is harmless, and go by the name they are listed by', async () => {
  const group = database.cast.groups.operations
  const { token } = await programs.make(['read_content', 'manage_content'], ['operations'], 'Writer')
  const made = await programs.graph(`/${group}/docs`, {
    token,
    ...post({ title: 'Plan', body: '<h1>Plan</h1><script>alert(1)</script><p onclick="x()">Go</p>' }),
  })
  expect(made.body.id).toMatch(new RegExp(`^${group}_\\d+$`))
  const list = await programs.graph(
    `/${group}/docs?fields=id,can_delete,can_edit,cover_photo_url,created_time,from,icon,link,message,revision,subject,updated_time`,
    { token },
  )
  expect(list.body.data).toMatchObject([
    {
      id: made.body.id,
      subject: 'Plan',
      message: '<h1>Plan</h1><p>Go</p>',
      can_delete: true,
      from: { name: 'Writer' },
    },
  ])
  expect((await programs.graph(`/${group}/albums?fields=id,count`, { token })).body).toEqual({ data: [] })
  expect((await programs.graph(`/${made.body.id}`, { token, method: 'DELETE' })).body).toEqual({ success: true })
  expect((await programs.graph(`/${group}/docs`, { token })).body.data).toEqual([])
})

test('a survey is drafted as it is said, and only drafted', async () => {
  const { token } = await programs.make(['manage_surveys'], 'all', 'Asker')
  const questions = [
    { text: 'How was it?', question_type: 'SINGLE_CHOICE', question_answer_options: ['Good', 'Bad'] },
    { text: 'Why?', question_type: 'FREE_TEXT', dependency: { question_index: 0, answer: 'Bad' } },
  ]
  const survey = { creation_mode: 'DRAFT', title: 'Move', questions, scheduling_config: { frequency: 'ONCE' } }
  const made = await programs.graph('/community/surveys', { token, ...post(survey) })
  const { body } = await programs.graph(`/${made.body.id}?fields=title,creation_mode,questions,scheduling_config`, {
    token,
  })
  expect(body).toMatchObject({
    title: 'Move',
    creation_mode: 'DRAFT',
    questions,
    scheduling_config: { frequency: 'ONCE' },
  })
  const other = await programs.make(['manage_surveys'], 'all', 'Other')
  expect((await programs.graph(`/${made.body.id}`, { token: other.token })).status).toBe(400)
  for (const wrong of [
    { creation_mode: 'LIVE' },
    { title: '' },
    { questions: Array.from({ length: 11 }, () => questions[0]) },
    { questions: [{ text: 'x', question_type: 'RATING' }] },
    { questions: [{ text: 'x', question_type: 'MULTIPLE_CHOICE' }] },
    { questions: [{ ...questions[0], dependency: { question_index: 0 } }] },
    { questions: [...questions, { ...questions[1], dependency: { question_index: 1 } }] },
  ])
    expect(
      await programs.graph('/community/surveys', { token, ...post({ ...survey, ...wrong }) }),
      JSON.stringify(wrong),
    ).toMatchObject({ status: 400, body: { error: { code: 100 } } })
})

test('what no database keeps is dropped, and what nests without end is refused', async () => {
  const { token } = await programs.make(['manage_library', 'read_library'], 'all', 'Odd')
  const at = '/community/knowledge_library_categories'
  const payload = '{"title":"a\\u0000b\\ud800","json_content":[{"text":"\\u0000c"}]}'
  const made = await programs.graph(at, { token, method: 'POST', payload })
  const { body } = await programs.graph(`/${made.body.id}?fields=title,json_content`, { token })
  expect(body).toMatchObject({ title: 'ab\ufffd', json_content: [{ text: 'c' }] })
  const deep = `{"title":"x","json_content":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
  expect((await programs.graph(at, { token, method: 'POST', payload: deep })).status).toBe(400)
})
