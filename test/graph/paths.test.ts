/** Addresses as programs write them (workplace-graph-api.md 1.2, 1.3, 3.1, 3.4): any version, doubled slashes, e-mail as id, several ids at once. */
import { beforeAll, expect, test } from 'vitest'
import { createComment } from '../../server/domain/posts/create-comment.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
let program: Program
let post = ''
beforeAll(async () => {
  program = await programs.make(
    ['read_content', 'manage_content', 'read_members', 'read_org_chart'],
    ['operations', 'workshop'],
  )
  post = (await createPost(database.as('noor'), { groupId: group(), text: 'See https://docs.example/a and more' })).id
})
const group = (): string => database.cast.groups.operations
const get = async (path: string) => (await programs.graph(path, { token: program.token })).body

test('any version or none, doubled and trailing slashes, percent-encoding or not', async () => {
  const whole = { name: 'Operations', id: group() }
  for (const version of ['', '/v2.3', '/v2.10', '/v3.0', '/v14.0', '/v24.0', '/V3.2'])
    for (const path of [
      `/${group()}?fields=name`,
      `//${group()}/?fields=name`,
      `/${group()}//?fields=na%6de`,
      `/?id=${group()}&fields=name`,
    ])
      expect(await get(`${version}${path}`), `${version}${path}`).toEqual(whole)
  expect((await programs.graph('/v13.0/me', { token: program.token })).headers['facebook-api-version']).toBe('v13.0')
  expect((await programs.graph('/me', { token: program.token })).headers).toMatchObject({
    'facebook-api-version': 'v3.2',
    'x-fb-trace-id': expect.any(String),
    'content-type': expect.stringContaining('json'),
  })
})

test('a person by number and by address, whatever its case and however its @ is written', async () => {
  const { memberId } = database.cast.people.noor
  for (const name of [memberId, 'noor@cobalt.example', 'noor%40cobalt.example', 'NOOR@Cobalt.Example'])
    expect(await get(`/${name}?fields=name`), name).toEqual({ name: 'Noor Haddad', id: memberId })
  expect((await get('/noor@cobalt.example/groups?fields=name')).data).toHaveLength(2)
  const nobody = await get('/nobody@cobalt.example')
  const beyond = await get('/mei@cobalt.example')
  expect(nobody.error).toMatchObject({ code: 100, error_subcode: 33 })
  expect(beyond.error.message).toBe(nobody.error.message.replace('nobody@', 'mei@'))
})

test('posts and comments by both numbers and by their last', async () => {
  const comment = await createComment(database.as('noor'), { postId: post, text: 'Here' })
  for (const name of [`${group()}_${post}`, post])
    expect(await get(`/${name}?fields=id`), name).toEqual({ id: `${group()}_${post}` })
  for (const name of [`${post}_${comment.id}`, comment.id])
    expect((await get(`/${name}?fields=message`)).message, name).toBe('Here')
  // A post is not found in a group where it does not stand.
  expect((await get(`/${database.cast.groups.workshop}_${post}`)).error).toMatchObject({ code: 100, error_subcode: 33 })
})

test('several at once, by the names that were given; one that is missing fails them all', async () => {
  const { ana, bruno } = database.cast.people
  const both = await get(`/?ids=${ana.memberId},bruno@cobalt.example&fields=name`)
  expect(both).toEqual({
    [ana.memberId]: { name: 'Ana Ferreira', id: ana.memberId },
    'bruno@cobalt.example': { name: 'Bruno Keller', id: bruno.memberId },
  })
  expect(await get(`/v3.1/?ids=${group()},${post},me&fields=id`)).toEqual({
    [group()]: { id: group() },
    [post]: { id: `${group()}_${post}` },
    me: { id: program.botId },
  })
  const missing = await get(`/?ids=${ana.memberId},123456789012345&fields=name`)
  const hidden = await get(`/?ids=${ana.memberId},${database.cast.groups.board}&fields=name`)
  expect(missing.error).toMatchObject({ code: 100, error_subcode: 33 })
  expect(hidden.error.message.replace(database.cast.groups.board, 'X')).toBe(
    missing.error.message.replace('123456789012345', 'X'),
  )
  expect(JSON.stringify([missing, hidden])).not.toContain('Ana')
  expect((await get(`/?ids=${Array.from({ length: 51 }, (_, n) => n + 1).join()}`)).error.code).toBe(100)
})

test('where a link was shared', async () => {
  const link = encodeURIComponent('https://docs.example/a')
  const found = await get(`/v3.2/?id=${link}&fields=id,sharedposts{id,message,from{name},target{id}}`)
  expect(found).toEqual({
    id: 'https://docs.example/a',
    sharedposts: {
      data: [
        expect.objectContaining({
          id: `${group()}_${post}`,
          from: { name: 'Noor Haddad', id: database.cast.people.noor.memberId },
        }),
      ],
    },
  })
  expect(await get('/?id=https%3A%2F%2Fdocs.example%2Fother&fields=id,sharedposts')).toEqual({
    id: 'https://docs.example/other',
  })
})

test('DELETE said as POST, in the query or the body; never said by a GET', async () => {
  const token = program.token
  for (const [path, payload] of [
    ['?method=delete', ''],
    ['', 'method=delete'],
    ['?_method=DELETE', ''],
  ] as const) {
    const made = await programs.graph(`/${group()}/feed?message=x`, { token, method: 'POST' })
    const { id } = made.body
    expect((await programs.graph(`/${id}?method=delete`, { token })).body.message, 'a GET').toBe('x')
    expect((await programs.graph(`/${id}?method=post&message=changed`, { token })).body.message).toBe('x')
    expect((await programs.graph(`/${id}${path}`, { token, method: 'POST', payload })).body).toEqual({ success: true })
    expect((await programs.graph(`/${id}`, { token })).body.error.code).toBe(100)
  }
})

test('a host of the Graph’s own has it at its root, and every other one has not', async () => {
  const ask = (host: string, url: string) =>
    server.app.inject({ url, headers: { host, authorization: `Bearer ${program.token}` } })
  for (const host of ['graph.facebook.com', 'graph.workplace.com', 'graph.work.meta.com', 'GRAPH.Workplace.com:443'])
    expect((await ask(host, '/v3.2/me')).json().id, host).toBe(program.botId)
  for (const host of ['passerelle.test', 'notgraph.example', 'work.workplace.com'])
    expect((await ask(host, '/v3.2/me')).body, host).not.toContain(program.botId)
  expect((await ask('work.workplace.com', '/graph/me')).json().id).toBe(program.botId)
})
