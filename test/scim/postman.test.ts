/**
 * Against the real program, by real HTTP: the sixteen calls of the official SCIM collection (client-calls.md 2.2) by Postman's own runner, and what becomes of
 * people whom a directory deactivates.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CastName } from '../../sandbox/cast.ts'
import { sessionCookie } from '../../server/http/caller.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { hashToken, newToken } from '../../server/platform/ids.ts'
import { asServed, until, useDatabase } from '../harness/database.ts'
import { type Ran, runCollection } from '../harness/postman.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useRealProgram } from '../harness/real-program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase(asServed)
const programs = usePrograms(database, useServer(database))
const real = useRealProgram(database)
const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
const facebook = (name: string) => `urn:ietf:params:scim:schemas:extension:facebook:${name}:2.0:User`
let directory: Program
beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
})
const streams: AbortController[] = []
afterAll(() => {
  for (const stream of streams) stream.abort()
})

interface Call {
  readonly method: string
  readonly path: string
  readonly body?: object
  readonly type?: string
}
const call = (method: string, path: string, body?: object, type = 'application/json'): Call => ({
  method,
  path,
  ...(body && { body, type }),
})

const person = {
  schemas: [core, enterprise, facebook('starttermdates'), facebook('accountstatusdetails'), facebook('authmethod')],
  name: {
    formatted: 'Julia Lind',
    familyName: 'Lind',
    givenName: 'Julia',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  ...{ displayName: 'Julia Lind', title: 'Tour Guide', preferredLanguage: 'en_US', locale: 'en_US', active: true },
  phoneNumbers: [{ primary: true, type: 'work', value: '+1 555 0100' }],
  photos: [{ primary: true, type: 'profile', value: 'https://pictures.example/julia.png' }],
  addresses: [
    {
      type: 'work',
      formatted: '100 Street',
      streetAddress: '100 Street',
      locality: 'Town',
      region: 'CA',
      postalCode: '91608',
      country: 'USA',
      primary: true,
    },
  ],
  emails: [{ primary: true, type: 'work', value: 'julia@cobalt.example' }],
  [enterprise]: {
    ...{
      employeeNumber: '701',
      costCenter: '4130',
      division: 'Theme Park',
      department: 'Tours',
      organization: 'Studios',
    },
    manager: { managerId: '{{manager_id}}', displayName: 'John' },
  },
  [facebook('starttermdates')]: { startDate: 1_448_953_200, termDate: 0 },
  [facebook('accountstatusdetails')]: { claimed: false, claimLink: '', invited: true, inviteDate: 1_448_953_200 },
  [facebook('authmethod')]: { authMethod: 'password' },
}
const { emails: _, ...partial } = person
const set = (name: string) => ({
  schemas: [core],
  displayName: name,
  members: [{ type: 'user', value: '{{manager_id}}' }],
})

const calls: readonly Call[] = [
  call('GET', 'Schemas/Users'),
  call('GET', 'ServiceProviderConfigs'),
  call('GET', 'Groups'),
  call('POST', 'Groups', set('From Postman')),
  call('GET', 'Groups/{{group_id}}'),
  call('PUT', 'Groups/{{group_id}}', set('Renamed'), 'text/plain'),
  call('DELETE', 'Groups/{{group_id}}'),
  call('GET', 'Users?startIndex=1'),
  call('GET', 'Users/{{user_id}}'),
  // The official sample says `email` here, where it would be `emails`.
  call('PUT', 'Users/{{user_id}}', { ...partial, userName: 'julia@cobalt.example', email: person.emails }),
  call('PUT', 'Users/{{user_id}}', { schemas: [core], active: false }),
  call('GET', 'Users?filter=userName%20eq%20%22julia%40cobalt.example%22'),
  call('GET', 'Users?filter=externalId%20eq%20%22{{external_id}}%22'),
  call('DELETE', 'Users/{{user_id}}'),
  call('POST', 'Users/', { ...person, userName: 'julia2@cobalt.example', emails: [] }),
  call('POST', 'Users/', { ...person, externalId: '{{other_external_id}}', emails: [] }),
]

/** As the collection has them: numbers as numbers, so quotes around ids go. */
const raw = (body: object): string => JSON.stringify(body).replaceAll('"{{manager_id}}"', '{{manager_id}}')

function collection(): object {
  return {
    info: {
      name: 'Workplace SCIM, written by us',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] },
    item: calls.map(({ method, path, body, type }, n) => ({
      ...{ id: String(n), name: `${method} ${path}` },
      request: {
        ...{ method, url: `{{scim}}/${path}` },
        header: body ? [{ key: 'Content-Type', value: type }] : [],
        ...(body && { body: { mode: 'raw', raw: raw(body) } }),
      },
    })),
  }
}

const send = async (
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; body: ReturnType<typeof JSON.parse> }> => {
  const answer = await fetch(`${real.origin}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${directory.token}` },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}

test('every call of the collection', async () => {
  const user = await send('POST', '/Users', {
    userName: 'first@cobalt.example',
    externalId: 'P-1',
    name: { formatted: 'First' },
  })
  const group = await send('POST', '/Groups', { displayName: 'First' })
  const ran = await runCollection(collection(), {
    ...{
      scim: `${real.origin}/scim/v2`,
      access_token: directory.token,
      user_id: user.body.id,
      group_id: group.body.id,
    },
    ...{ external_id: 'P-1', other_external_id: 'P-2', manager_id: database.cast.people.noor.memberId },
  })
  expect(ran).toHaveLength(16)
  expect(ran.map(({ name, status }) => `${name.split(' ')[0]} ${status}`)).toEqual(
    calls.map(({ method }) => `${method} ${method === 'POST' ? 201 : 200}`),
  )
  const at = (n: number): Ran['body'] => ran[n]?.body
  expect(at(5)).toMatchObject({ displayName: 'Renamed', members: [{ value: database.cast.people.noor.memberId }] })
  expect(at(9)).toMatchObject({ userName: 'julia@cobalt.example', title: 'Tour Guide', externalId: 'P-1' })
  expect(at(9)[enterprise].manager).toEqual({
    managerId: Number(database.cast.people.noor.memberId),
    displayName: 'Noor Haddad',
  })
  expect(at(9)[facebook('accountstatusdetails')]).toMatchObject({
    invited: true,
    claimed: false,
    claimLink: expect.stringContaining('/welcome/'),
  })
  expect(at(10)).toEqual({
    ...at(9),
    active: false,
    meta: at(10).meta,
    [facebook('accountstatusdetails')]: expect.anything(),
  })
  for (const n of [11, 12])
    expect(at(n)).toMatchObject({ totalResults: 1, Resources: [{ id: user.body.id, active: false }] })
  expect(at(15)).not.toHaveProperty('userName')
})

/** Somebody signed in on this program, with a live stream open. */
async function signedIn(who: CastName) {
  const token = newToken()
  const { accountId } = database.cast.people[who]
  await run(sql`
    insert into sessions (token_hash, account_id, community_id, ends_at)
    values (${hashToken(token)}, ${accountId}, ${database.cast.communityId}, now() + interval '1 hour')`)
  const headers = { cookie: `${sessionCookie()}=${token}` }
  const stop = new AbortController()
  streams.push(stop)
  const live = await fetch(`${real.origin}/live`, { headers, signal: stop.signal })
  let [text, ended] = ['', false]
  const read = async () => {
    for await (const part of live.body ?? []) text += Buffer.from(part as Uint8Array).toString()
  }
  void read()
    .catch(() => {})
    .finally(() => {
      ended = true
    })
  await until(() => text !== '')
  return {
    ended: () => ended,
    status: async () => (await fetch(`${real.origin}/api/me`, { headers })).status,
  }
}

test('whoever is deactivated is out within a second, with every stream; whoever comes back signs in anew', async () => {
  const { memberId } = database.cast.people.lucie
  const lucie = await signedIn('lucie')
  const bruno = await signedIn('bruno')
  expect(await lucie.status()).toBe(200)
  const begun = Date.now()
  const { status } = await send('PUT', `/Users/${memberId}`, { schemas: [core], active: 'false' })
  expect(status).toBe(200)
  await until(() => lucie.ended())
  expect(Date.now() - begun).toBeLessThan(1_000)
  expect(await lucie.status()).toBe(401)
  expect([bruno.ended(), await bruno.status()]).toEqual([false, 200])
  expect((await send('GET', `/Users/${memberId}`)).body.active).toBe(false)
  expect(
    (await send('PATCH', `/Users/${memberId}`, { Operations: [{ op: 'replace', path: 'active', value: true }] })).body
      .active,
  ).toBe(true)
  expect(await lucie.status()).toBe(401)
})

test('the last administrator keeps the seat by every way, also when two are taken at once', async () => {
  const { ana, theo } = database.cast.people
  const off = (id: string) => send('PUT', `/Users/${id}`, { active: false })
  const both = await Promise.all([off(ana.memberId), off(theo.memberId)])
  expect(both.map(one => one.status).sort()).toEqual([200, 409])
  const stays = both[0]?.status === 200 ? theo.memberId : ana.memberId
  for (const [method, body] of [
    ['PUT', { active: false }],
    ['PATCH', { Operations: [{ op: 'replace', value: { active: false } }] }],
    ['PUT', { invited: true, claimed: false }],
  ] as const)
    expect((await send(method, `/Users/${stays}`, body)).status).toBe(409)
  expect((await send('DELETE', `/Users/${stays}`)).status).toBe(412)
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members where role = 'system_administrator' and active and account_id is not null`)
  expect(n).toBe(1)
})

test('the address somebody signs in with follows userName, but not for those who sit elsewhere too', async () => {
  const { noor, zoe } = database.cast.people
  const logIn = async (accountId: string) =>
    (await one<{ email: string }>(sql`select email from accounts where id = ${accountId}`)).email
  await send('PUT', `/Users/${noor.memberId}`, { userName: 'noor.h@cobalt.example' })
  expect(await logIn(noor.accountId)).toBe('noor.h@cobalt.example')
  const { id } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('Other', 'other.example') returning id`,
  )
  await run(sql`
    insert into members (community_id, kind, account_id, name, email, role) values (${id}, 'person', ${zoe.accountId}, 'Zoe', 'zoe@other.example', 'member')`)
  const before = await logIn(zoe.accountId)
  const { body } = await send('PUT', `/Users/${zoe.memberId}`, { userName: 'zoe.z@cobalt.example' })
  expect([body.userName, await logIn(zoe.accountId)]).toEqual(['zoe.z@cobalt.example', before])
})
