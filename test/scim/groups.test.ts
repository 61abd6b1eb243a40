/** Groups of SCIM are people sets (workplace-scim.md 4), the same that the Graph shows. */
import { beforeAll, expect, test } from 'vitest'
import { rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { type ScimAnswer, useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group'
let directory: Program
const ask = (method: string, path: string, payload?: string | object): Promise<ScimAnswer> =>
  scim(path, { token: directory.token, method, payload })
const membersOf = ({ body }: ScimAnswer): string[] => body.members.map((one: { value: string }) => one.value)
beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
})

test('made with members by number or text, under either schema, read back and listed', async () => {
  const { bruno, noor } = database.cast.people
  const made = await ask('POST', '/Groups', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    displayName: 'Nantes',
    members: [
      { type: 'user', value: Number(bruno.memberId) },
      { type: 'user', value: noor.memberId },
    ],
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ schemas: [group], displayName: 'Nantes', meta: { resourceType: 'Group' } })
  expect(made.body.members).toContainEqual(
    expect.objectContaining({ type: 'user', value: bruno.memberId, display: 'Bruno Keller' }),
  )
  expect((await ask('GET', `/Groups/${made.body.id}`)).body).toEqual(made.body)
  expect((await ask('GET', '/Groups')).body).toMatchObject({ totalResults: 1, Resources: [made.body] })
  expect((await ask('GET', '/Groups?filter=displayName%20eq%20%22nantes%22')).body.totalResults).toBe(1)
  expect((await ask('GET', '/Groups?filter=displayName%20eq%20%22Rennes%22')).body.Resources).toEqual([])
  const without = await ask('GET', '/Groups?excludedAttributes=members')
  expect(without.body.Resources[0]).not.toHaveProperty('members')
  expect((await ask('GET', `/Users/${bruno.memberId}`)).body.groups).toEqual([
    { value: made.body.id, display: 'Nantes' },
  ])
  const graph = await programs.graph(`/${made.body.id}?fields=name,members{name}`, { token: directory.token })
  expect(graph.body.members.data).toHaveLength(2)
  expect((await ask('POST', '/Groups', { displayName: 'NANTES' })).body).toMatchObject({
    status: '409',
    scimType: 'uniqueness',
  })
  for (const body of [{}, { displayName: 'x', members: [{ value: '1' }] }, { displayName: 'x', members: ['abc'] }])
    expect((await ask('POST', '/Groups', body)).status, JSON.stringify(body)).toBe(400)
})

test('PUT names all members there are, PATCH some more and some fewer, DELETE answers 200', async () => {
  const { bruno, noor, zoe, mei } = database.cast.people
  const { body: made } = await ask('POST', '/Groups', { displayName: 'Lyon', members: [{ value: bruno.memberId }] })
  const at = `/Groups/${made.id}`
  // The sample sends it as text.
  const put = await scim(at, {
    ...{ token: directory.token, method: 'PUT', headers: { 'content-type': 'text/plain' } },
    payload: JSON.stringify({ displayName: 'Lyon 2', members: [{ value: noor.memberId }, { value: zoe.memberId }] }),
  })
  expect([put.status, put.body.displayName, membersOf(put).sort()]).toEqual([
    200,
    'Lyon 2',
    [noor.memberId, zoe.memberId].sort(),
  ])
  expect(membersOf(await ask('PUT', at, { displayName: 'Lyon' }))).toHaveLength(2)
  const patch = (...Operations: object[]) => ask('PATCH', at, { Operations })
  const more = await patch({ op: 'Add', path: 'members', value: [{ value: mei.memberId }, { value: zoe.memberId }] })
  expect(membersOf(more)).toHaveLength(3)
  const fewer = await patch(
    { op: 'Remove', path: `members[value eq "${mei.memberId}"]` },
    { op: 'remove', path: 'members', value: [{ value: zoe.memberId }] },
    { op: 'replace', value: { displayName: 'Lyon 3' } },
  )
  expect([fewer.status, fewer.body.displayName, membersOf(fewer)]).toEqual([200, 'Lyon 3', [noor.memberId]])
  expect(membersOf(await patch({ op: 'remove', path: 'members' }))).toEqual([])
  expect((await patch({ op: 'add', path: 'members', value: [{ value: '1' }] })).status).toBe(400)
  const deleted = await ask('DELETE', at)
  expect([deleted.status, deleted.body]).toEqual([200, {}])
  expect((await ask('GET', at)).status).toBe(404)
  const audit = await rows<{ action: string }>(sql`select action from audit where subject_id = ${made.id} order by id`)
  expect(audit.map(row => row.action)).toEqual([
    'people_set.created',
    ...Array(5).fill('people_set.changed'),
    'people_set.deleted',
  ])
})

test('four hundred people in one set, at once', async () => {
  const ids = await rows<{ id: string }>(sql`
    insert into members (community_id, kind, name, email, role)
    select ${database.cast.communityId}, 'person', 'Person ' || n, 'p' || n || '@many.example', 'member' from generate_series(1, 400) as n returning id`)
  const made = await ask('POST', '/Groups', { displayName: 'Many', members: ids.map(({ id }) => ({ value: id })) })
  expect(membersOf(made)).toHaveLength(400)
  await ask('PUT', `/Groups/${made.body.id}`, { members: ids.slice(1).map(({ id }) => ({ value: id })) })
  expect(membersOf(await ask('GET', `/Groups/${made.body.id}`))).toHaveLength(399)
})
