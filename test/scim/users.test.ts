/** People by SCIM 2.0 as programs keep them (workplace-scim.md 3, 5, 6 and 10). */

import { afterEach, beforeAll, expect, test } from 'vitest'
import { changeDirectory } from '../../contract/api/custom-integrations.ts'
import { getIntegration } from '../../contract/api/integrations.ts'
import { flushApiLog } from '../../server/domain/api-log/log-call.ts'
import { useLink } from '../../server/domain/identity/one-time-links.ts'
import { one, rows, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { type ScimAnswer, useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)
const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const facebook = (name: string) => `urn:ietf:params:scim:schemas:extension:facebook:${name}:2.0:User`
let directory: Program
const ask = (method: string, path: string, payload?: string | object): Promise<ScimAnswer> =>
  scim(path, { token: directory.token, method, payload })
const put = (id: string, payload: object) => ask('PUT', `/Users/${id}`, payload)

beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
})
afterEach(() => server.signInAgain())

const whole = {
  schemas: [
    core,
    enterprise,
    facebook('starttermdates'),
    facebook('accountstatusdetails'),
    facebook('authmethod'),
    facebook('frontline'),
  ],
  userName: 'Ida.Roth@cobalt.example',
  externalID: 'E-100',
  name: {
    ...{ formatted: 'Ida Roth', familyName: 'Roth', givenName: 'Ida', middleName: 'M', honorificPrefix: 'Dr' },
    honorificSuffix: 'MSc',
  },
  displayName: 'Ida',
  title: 'Welder',
  preferredLanguage: 'fr_FR',
  locale: 'fr_FR',
  timezone: 'Europe/Paris',
  active: 'true',
  phoneNumbers: [
    { primary: true, type: 'work', value: '+33 2 00 00 00 00;ext=12345' },
    { type: 'mobile', value: '+33 6 00 00 00 00' },
  ],
  photos: [{ primary: true, type: 'profile', value: 'https://pictures.example/ida.png' }],
  addresses: [
    {
      ...{ type: 'work', formatted: '1 quai Ouest, Nantes', streetAddress: '1 quai Ouest', locality: 'Nantes' },
      ...{ region: 'Loire', postalCode: '44000', country: 'France', primary: true },
    },
  ],
  emails: [
    { value: 'Ida.Roth@cobalt.example', type: 'work', primary: true },
    { value: 'ida@home.example', type: 'home' },
  ],
  [enterprise]: {
    ...{ employeeNumber: '77', costCenter: '4', division: 'North', department: 'Workshop', organization: 'Cobalt' },
    manager: { managerId: 0, displayName: 'ignored' },
  },
  [facebook('starttermdates')]: { startDate: 1_577_836_800, termDate: '0' },
  [facebook('authmethod')]: { authMethod: 'sso' },
  [facebook('frontline')]: { is_frontline: true, has_access: false },
}

test('what is said of a person is kept and answered as it was said', async () => {
  const { bruno } = database.cast.people
  const made = await ask('POST', '/Users/', {
    ...whole,
    [enterprise]: { ...whole[enterprise], manager: { managerId: Number(bruno.memberId) } },
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  expect(made.headers['content-type']).toBe('application/scim+json')
  expect(made.headers.location).toBe(`http://localhost:3000/scim/v2/Users/${made.body.id}`)
  const { body } = await ask('GET', `/Users/${made.body.id}`)
  expect(body).toEqual(made.body)
  const { externalID, active, [enterprise]: block, [facebook('starttermdates')]: _, ...same } = whole
  expect(body).toMatchObject(same)
  expect(body).toMatchObject({
    externalId: externalID,
    active: true,
    [enterprise]: { ...block, manager: { managerId: Number(bruno.memberId), displayName: 'Bruno Keller' } },
    [facebook('starttermdates')]: { startDate: 1_577_836_800, termDate: 0 },
    [facebook('accountstatusdetails')]: {
      invited: false,
      claimed: false,
      inviteDate: 0,
      claimDate: 0,
      canDelete: true,
    },
    meta: { resourceType: 'User', location: `http://localhost:3000/scim/v2/Users/${made.body.id}` },
  })
  // Beside SCIM it is what our screens and the Graph show.
  const { token } = await programs.make(['manage_accounts', 'read_email', 'read_org_chart'], 'all', 'Reader')
  const graph = await programs.graph(
    `/${body.id}?fields=name,email,title,primary_phone,primary_address,external_id,auth_method,frontline,managers{name}`,
    { token },
  )
  expect(graph.body).toMatchObject({
    ...{
      name: 'Ida Roth',
      email: 'Ida.Roth@cobalt.example',
      title: 'Welder',
      external_id: 'E-100',
      auth_method: 'sso',
    },
    ...{ primary_phone: '+33 2 00 00 00 00;ext=12345', primary_address: '1 quai Ouest, Nantes' },
    ...{ frontline: { is_frontline: true, has_access: false }, managers: { data: [{ name: 'Bruno Keller' }] } },
  })
})

test('a part of a person is all that a partial PUT changes; null empties; what was read and comes back changes nothing', async () => {
  const { body: made } = await ask('POST', '/Users', { ...whole, userName: 'part@cobalt.example', externalID: 'E-101' })
  const off = await put(made.id, { schemas: [core], active: false })
  expect([off.status, off.body]).toEqual([200, { ...made, active: false, meta: off.body.meta }])
  const on = await put(made.id, { schemas: [core], id: made.id, userName: made.userName, active: true })
  expect(on.body.active).toBe(true)
  const moved = await put(made.id, { locale: 'en_GB', preferredLanguage: 'en_GB', id: made.id, active: true })
  expect(moved.body).toEqual({ ...made, locale: 'en_GB', preferredLanguage: 'en_GB', meta: moved.body.meta })
  const lucie = database.cast.people.lucie.memberId
  const managed = await put(made.id, { [enterprise]: { manager: { managerId: lucie } }, id: made.id, active: true })
  expect(managed.body[enterprise]).toEqual({
    ...made[enterprise],
    manager: { managerId: Number(lucie), displayName: 'Lucie Bernard' },
  })
  const less = await put(made.id, {
    title: null,
    addresses: [],
    [enterprise]: { costCenter: '' },
    name: { middleName: null },
  })
  expect(less.body).not.toHaveProperty('title')
  expect(less.body).not.toHaveProperty('addresses')
  expect(less.body[enterprise]).not.toHaveProperty('costCenter')
  expect(less.body.name).toEqual({ ...made.name, middleName: undefined })
  const written = () => rows(sql`select id from audit where subject = 'person' and subject_id = ${made.id} order by id`)
  const before = await written()
  const again = await put(made.id, less.body)
  expect(again.body).toEqual(less.body)
  expect(await written()).toEqual(before)
  const renamed = await put(made.id, { ...less.body, userName: 'other@cobalt.example' })
  expect(renamed.body).toMatchObject({
    userName: 'other@cobalt.example',
    emails: [{ value: 'Ida.Roth@cobalt.example' }, { value: 'ida@home.example' }],
  })
})

test('names are compared without case, and 1.0 names of extensions stand for those of 2.0', async () => {
  const made = await ask('POST', '/Users', {
    USERNAME: 'case@cobalt.example',
    NAME: { Formatted: 'Casey' },
    [core]: { title: 'Nested' },
    'urn:scim:schemas:extension:enterprise:1.0': { Department: 'Forge' },
    'urn:scim:schemas:extension:facebook:auth_method:1.0': { auth_method: 'sso' },
    'urn:scim:schemas:extension:facebook:starttermdates:1.0': { startDate: '1577836800' },
  })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    ...{ userName: 'case@cobalt.example', title: 'Nested', name: { formatted: 'Casey' }, displayName: 'Casey' },
    [enterprise]: { department: 'Forge' },
    [facebook('authmethod')]: { authMethod: 'sso' },
    [facebook('starttermdates')]: { startDate: 1_577_836_800, termDate: 0 },
  })
})

test('people are found by their address and their number, in pages that do not lose anybody', async () => {
  const bruno = database.cast.people.bruno.memberId
  for (const filter of [
    'userName%20eq%20%22bruno@cobalt.example%22',
    'userName+eq+%22BRUNO%40cobalt.example%22',
    `${core}:username%20EQ%20%22bruno@cobalt.example%22`,
  ]) {
    const { status, body } = await ask('GET', `/Users/?filter=${filter}`)
    expect([status, body.totalResults, body.Resources[0].id], filter).toEqual([200, 1, bruno])
  }
  await ask('POST', '/Users', { userName: 'a+b@cobalt.example', name: { formatted: 'Plus' }, externalId: 'Q"1' })
  expect((await ask('GET', '/Users?filter=userName%20eq%20%22a+b@cobalt.example%22')).body.totalResults).toBe(1)
  expect((await ask('GET', '/Users?filter=externalId%20eq%20%22Q%5C%221%22')).body.totalResults).toBe(1)
  const nobody = await ask('GET', '/Users?filter=userName%20eq%20%22nobody@cobalt.example%22')
  expect([nobody.status, nobody.body.totalResults, nobody.body.Resources]).toEqual([200, 0, []])
  for (const filter of [
    'title%20eq%20%22x%22',
    'userName%20sw%20%22x%22',
    'userName',
    'userName%20eq%20%22x%22%20or%20a%20eq%20%22b%22',
  ])
    expect((await ask('GET', `/Users?filter=${filter}`)).body, filter).toMatchObject({
      status: '400',
      scimType: 'invalidFilter',
    })
  const all = (await ask('GET', '/Users?count=1000')).body
  expect(all.itemsPerPage).toBe(all.totalResults)
  const seen: string[] = []
  for (let at = 1; at <= all.totalResults; ) {
    const { body } = await ask('GET', `/Users/?startIndex=${at}`)
    expect(body.itemsPerPage).toBeGreaterThan(0)
    expect(body.itemsPerPage).toBeLessThanOrEqual(10)
    seen.push(...body.Resources.map((user: { id: string }) => user.id))
    at += body.itemsPerPage
  }
  expect(seen).toEqual(all.Resources.map((user: { id: string }) => user.id))
  expect((await ask('GET', '/Users?count=0')).body).toMatchObject({ totalResults: all.totalResults, Resources: [] })
  const some = await ask('GET', '/Users?attributes=userName,name.formatted&count=1')
  expect(Object.keys(some.body.Resources[0]).sort()).toEqual(['id', 'name', 'schemas', 'userName'])
  const fewer = await ask('GET', `/Users/${bruno}?excludedAttributes=emails,meta`)
  expect(fewer.body).not.toHaveProperty('emails')
})

test('invited, claimed, to be claimed again, deactivated: each is what the status says', async () => {
  const status = facebook('accountstatusdetails')
  const { body: made } = await ask('POST', '/Users', {
    userName: 'nina@cobalt.example',
    name: { formatted: 'Nina New' },
    [status]: { invited: true },
  })
  expect(made[status]).toMatchObject({
    invited: true,
    claimed: false,
    claimLink: expect.stringMatching(/\/welcome\/[\w-]{43}$/),
  })
  expect(made[status].inviteDate).toBeGreaterThan(1_700_000_000)
  const link = made[status].claimLink
  // Sent back whole, nobody is invited anew: the link in their mail goes on working.
  expect((await put(made.id, made)).body[status].claimLink).toBe(link)
  await useLink(link.split('/').at(-1), { password: 'correct horse battery' }, visitor)
  const claimed = (await ask('GET', `/Users/${made.id}`)).body
  expect(claimed[status]).toMatchObject({ invited: true, claimed: true, canDelete: false })
  expect(claimed[status]).not.toHaveProperty('claimLink')
  expect((await ask('DELETE', `/Users/${made.id}`)).status).toBe(412)
  // What was read before they came does not take their seat; two words do.
  expect((await put(made.id, made)).body[status].claimed).toBe(true)
  const again = await put(made.id, { schemas: [core], invited: true, claimed: false })
  expect(again.body[status]).toMatchObject({ claimed: false, claimLink: expect.not.stringContaining(link) })
  expect((await ask('DELETE', `/Users/${made.id}`)).status).toBe(412)
  await useLink(again.body[status].claimLink.split('/').at(-1), { password: 'another horse battery' }, visitor)
  expect((await ask('GET', `/Users/${made.id}`)).body[status].claimed).toBe(true)
  const { n } = await one<{ n: number }>(sql`select count(*)::int as n from one_time_links where sealed is not null`)
  expect(n).toBe(0)
})
const visitor = { address: '127.0.0.1', userAgent: 'test' }

test('where the administrator chose so, whoever is made is invited at once', async () => {
  const eager = await programs.make(['manage_accounts'], 'all', 'Eager')
  const params = { integrationKey: eager.appId }
  const { program } = await server.call('ana', changeDirectory, { params, body: { invitesAtOnce: true } })
  expect(program?.directory).toEqual({
    ...{ address: 'http://localhost:3000/scim/v2', communityId: database.cast.communityId, invitesAtOnce: true },
  })
  const at = facebook('accountstatusdetails')
  const made = await scim('/Users', {
    ...{ token: eager.token, method: 'POST' },
    payload: { userName: 'eager@cobalt.example', name: { formatted: 'Eager' }, [at]: { invited: false } },
  })
  expect(made.body[at]).toMatchObject({ invited: true, claimLink: expect.stringContaining('/welcome/') })
  const other = await programs.make(['read_content'], 'all', 'No directory')
  const shown = await server.call('ana', getIntegration, { params: { integrationKey: other.appId } })
  expect(shown.program?.directory).toBeNull()
})

test('somebody without an address has a number; nothing at all is not enough', async () => {
  const without = await ask('POST', '/Users', {
    externalId: 'E-300',
    name: { formatted: 'Otto' },
    [facebook('accountstatusdetails')]: { invited: true },
  })
  expect(without.status).toBe(201)
  expect(without.body).not.toHaveProperty('userName')
  expect(without.body[facebook('accountstatusdetails')]).toMatchObject({ invited: true })
  expect(without.body[facebook('accountstatusdetails')]).not.toHaveProperty('claimLink')
  for (const body of [
    { name: { formatted: 'x' } },
    { userName: 'x@cobalt.example' },
    { userName: 'no address', name: { formatted: 'x' } },
  ])
    expect((await ask('POST', '/Users', body)).body.status, JSON.stringify(body)).toBe('400')
  const taken = { name: { formatted: 'x' } }
  for (const body of [
    { ...taken, userName: 'BRUNO@cobalt.example' },
    { ...taken, externalId: 'E-300' },
  ])
    expect((await ask('POST', '/Users', body)).body, JSON.stringify(body)).toMatchObject({
      status: '409',
      scimType: 'uniqueness',
    })
  expect((await put(without.body.id, { userName: 'bruno@cobalt.example' })).status).toBe(409)
  expect((await put(without.body.id, { externalId: null })).status).toBe(400)
})

test('deleted before anybody claimed it, a person is gone for everybody, with their groups', async () => {
  const { body: made } = await ask('POST', '/Users', { userName: 'gone@cobalt.example', name: { formatted: 'Gone' } })
  const { token } = await programs.make(['manage_groups', 'read_members', 'manage_accounts'], 'all', 'Groups')
  await programs.graph(`/${database.cast.groups.operations}/members`, {
    token,
    method: 'POST',
    payload: { member: made.id },
  })
  const answer = await ask('DELETE', `/Users/${made.id}`)
  expect([answer.status, answer.body]).toEqual([200, {}])
  expect((await ask('GET', `/Users/${made.id}`)).status).toBe(404)
  expect((await put(made.id, { active: true })).status).toBe(404)
  expect((await programs.graph(`/${made.id}`, { token })).status).toBe(400)
  const people = await programs.graph(`/${database.cast.groups.operations}/members?limit=500`, { token })
  expect(JSON.stringify(people.body)).not.toContain('Gone')
  expect(
    (await programs.graph('/community/former_members?limit=500&fields=name', { token })).body.data,
  ).not.toContainEqual(expect.objectContaining({ name: 'Gone' }))
  expect((await ask('POST', '/Users', { userName: 'gone@cobalt.example', name: { formatted: 'Back' } })).status).toBe(
    201,
  )
})

test('PATCH in every form that directories send', async () => {
  const { body: made } = await ask('POST', '/Users', {
    ...whole,
    userName: 'patch@cobalt.example',
    externalID: 'E-500',
  })
  const patch = async (...Operations: object[]) =>
    ask('PATCH', `/Users/${made.id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations })
  const method = await patch({ op: 'replace', path: `${facebook('authmethod')}:authMethod`, value: 'password' })
  expect([method.status, method.body]).toEqual([
    200,
    { ...made, [facebook('authmethod')]: { authMethod: 'password' }, meta: method.body.meta },
  ])
  const entra = await patch(
    { op: 'Replace', path: 'displayName', value: 'Ida R.' },
    { op: 'Add', path: 'emails[type eq "other"].value', value: 'o@cobalt.example' },
    { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '+1' },
    { op: 'Replace', path: 'addresses[type eq "work"].locality', value: 'Rezé' },
    { op: 'Remove', path: 'title' },
    { op: 'Add', path: 'urn:scim:schemas:extension:enterprise:1.0:manager', value: database.cast.people.noor.memberId },
    { op: 'Replace', value: { active: 'False', 'name.givenName': 'Idalia', [`${enterprise}:department`]: 'Forge' } },
  )
  expect(entra.status, JSON.stringify(entra.body)).toBe(200)
  expect(entra.body).toMatchObject({
    ...{ displayName: 'Ida R.', active: false, name: { ...whole.name, givenName: 'Idalia' } },
    emails: [...whole.emails, { type: 'other', value: 'o@cobalt.example' }],
    phoneNumbers: [whole.phoneNumbers[0], { type: 'mobile', value: '+1' }],
    addresses: [{ ...whole.addresses[0], locality: 'Rezé' }],
    [enterprise]: { department: 'Forge', division: 'North', manager: { displayName: 'Noor Haddad' } },
  })
  expect(entra.body).not.toHaveProperty('title')
  const gone = await patch(
    { op: 'remove', path: 'emails[type eq "other"]' },
    { op: 'remove', path: `${enterprise}:manager` },
  )
  expect(gone.body.emails).toEqual(whole.emails)
  expect(gone.body[enterprise]).not.toHaveProperty('manager')
  for (const operation of [
    { op: 'move', path: 'title', value: 'x' },
    { op: 'remove' },
    { op: 'replace', path: 'a b c', value: 'x' },
    { op: 'replace', value: 'x' },
  ])
    expect((await patch(operation)).status, JSON.stringify(operation)).toBe(400)
  expect((await ask('PATCH', `/Users/${made.id}`, {})).status).toBe(400)
})

test('every call is in the API log, every change in the audit, with whose program it was', async () => {
  const { body: made } = await ask('POST', '/Users', { userName: 'audit@cobalt.example', name: { formatted: 'Audit' } })
  await put(made.id, { active: false })
  await put(made.id, { active: true })
  await put(made.id, { title: 'Auditor' })
  await ask('DELETE', `/Users/${made.id}`)
  const actions = await rows<{ action: string; actor_id: string }>(
    sql`select action, actor_id from audit where subject_id = ${made.id} order by id`,
  )
  expect(actions.map(row => row.action)).toEqual(
    ['provisioned', 'deactivated', 'restored', 'changed_by_program', 'removed'].map(word => `person.${word}`),
  )
  expect(new Set(actions.map(row => row.actor_id))).toEqual(new Set([directory.botId]))
  await flushApiLog()
  const logged = await rows<{ method: string; status: number; permission: string }>(sql`
    select method, status, permission from api_log
    where api = 'scim' and installation_id = ${directory.installationId} and path like ${`%${made.id}`} order by id`)
  expect(logged).toEqual(
    ['PUT', 'PUT', 'PUT', 'DELETE'].map(method => ({ method, status: 200, permission: 'manage_accounts' })),
  )
})
