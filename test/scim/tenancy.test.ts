/**
 * Hidden equals missing at the doors of SCIM (threats.md A15): every route of its table, by every form of an address, asked by everybody who must not know what
 * stands behind it. Made from the table the door itself walks: what is added there is asked here.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programPermissions } from '../../contract/permissions.ts'
import { type ScimRoute, scimRoutes } from '../../server/http/scim/routes.ts'
import { run, sql } from '../../server/platform/db.ts'
import { everyRow, type Forms, foreign, hiddenPlace, otherCommunity, type Place } from '../graph/foreign.ts'
import { useDatabase } from '../harness/database.ts'
import { everyScoped, usePrograms } from '../harness/program.ts'
import { useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)

interface Principal {
  readonly name: string
  readonly token: string | undefined
  readonly places: readonly Place[]
  /** Turned away from everything, with this. */
  readonly turnedAway?: number
}

let principals: readonly Principal[] = []
let entitled = ''
let before = ''
const things = new Map<string, Forms>()
const named = scimRoutes.filter(route => route.path.endsWith('/:id'))

beforeAll(async () => {
  const elsewhere = await otherCommunity('Elsewhere')
  const [hidden, abroad] = [
    await hiddenPlace(database.cast.communityId, 'QUINCE'),
    await hiddenPlace(elsewhere, 'MEDLAR'),
  ]
  const [inside, all, other, revoked] = [
    await programs.make(everyScoped, ['operations'], 'Inside'),
    await programs.make(programPermissions, 'all', 'Whole'),
    await programs.make(
      programPermissions.filter(one => one !== 'manage_accounts'),
      'all',
      'Other',
    ),
    await programs.make(programPermissions, 'all', 'Revoked'),
  ]
  await run(sql`update installations set state = 'disabled' where id = ${revoked.installationId}`)
  entitled = all.token
  principals = [
    { name: 'nobody', token: undefined, places: [hidden, abroad], turnedAway: 401 },
    { name: 'a wrong token', token: 'wrong', places: [hidden, abroad], turnedAway: 401 },
    { name: 'a program of one group', token: inside.token, places: [hidden, abroad] },
    { name: 'a program of another community', token: all.token, places: [abroad] },
    { name: 'a program without the permission', token: other.token, places: [hidden, abroad], turnedAway: 403 },
    { name: 'a program that was disabled', token: revoked.token, places: [hidden, abroad], turnedAway: 401 },
    { name: 'an app as itself', token: `${all.appId}|${all.secret}`, places: [hidden, abroad], turnedAway: 403 },
  ]
  for (const place of [hidden, abroad]) {
    things.set(`person ${place.mark}`, await foreign.member(place))
    things.set(`people_set ${place.mark}`, await foreign.people_set(place))
    await run(sql`
      insert into people_set_members (community_id, set_id, member_id)
      select community_id, id, ${place.memberId} from people_sets where community_id = ${place.communityId}`)
  }
  before = await everyRow()
})
afterAll(async () => expect(await everyRow(), 'no row was changed').toBe(before))

const bodies = (memberId: string): readonly object[] => [
  {},
  {
    ...{ active: false, userName: 'x@cobalt.example', displayName: 'x', externalId: 'x', name: { formatted: 'x' } },
    ...{ members: [{ value: memberId }], Operations: [{ op: 'replace', path: 'active', value: false }] },
  },
]

const filled = (route: ScimRoute, form: string): string => route.path.replace(/:\w+/, form)
const plain = (status: number, body: unknown, form: string): string =>
  `${status} ${JSON.stringify(body).replaceAll(decodeURIComponent(form), 'IT').replaceAll(form, 'IT')}`

const atOnce = 24

interface Asked {
  readonly principal: Principal
  readonly route: ScimRoute
  readonly version: string
  readonly payload: object | undefined
  readonly mark: string
}

async function compare(
  { principal, route, version, payload, mark }: Asked,
  form: string,
  never: string,
): Promise<string[]> {
  const { name, token, turnedAway } = principal
  const ask = async (id: string) => {
    const path = `/scim/${version}${filled(route, id)}`
    const { status, body } = await scim(path, { token, method: route.method, payload })
    return { status, text: plain(status, body, id) }
  }
  const [hidden, absent] = await Promise.all([ask(form), ask(never)])
  const where = `${name}: ${route.method} ${route.path} ${form}`
  return [
    ...(hidden.text !== absent.text ? [`${where}: ${hidden.text} but missing: ${absent.text}`] : []),
    ...(hidden.text.includes(mark) ? [`${where} says ${mark}`] : []),
    ...(hidden.status < 400 ? [`${where} succeeds`] : []),
    ...(turnedAway !== undefined && hidden.status !== turnedAway ? [`${where}: ${hidden.status}`] : []),
  ]
}

test('whoever may know of them finds them so: the comparison can tell', async () => {
  for (const route of named.filter(one => one.method === 'GET')) {
    const { status, body } = await scim(filled(route, things.get(`${route.of} QUINCE`)?.there[0] ?? ''), {
      token: entitled,
    })
    expect(status, route.path).toBe(200)
    expect(JSON.stringify(body)).toContain('QUINCE')
  }
})

test('each route with a name, by each form of it, in both versions, answers as if it had never been', async () => {
  expect(named.length).toBeGreaterThanOrEqual(8)
  const work: (() => Promise<string[]>)[] = []
  for (const principal of principals)
    for (const place of principal.places)
      for (const route of named) {
        const { there, missing } = things.get(`${route.of} ${place.mark}`) ?? { there: [], missing: [] }
        expect(there.length).toBeGreaterThan(0)
        for (const [n, form] of there.entries())
          for (const version of ['v1', 'v2'])
            for (const payload of route.method === 'GET' ? [undefined] : bodies(place.memberId))
              work.push(() => compare({ principal, route, version, payload, mark: place.mark }, form, missing[n] ?? ''))
      }
  const found: string[] = []
  for (let n = 0; n < work.length; n += atOnce)
    found.push(...(await Promise.all(work.slice(n, n + atOnce).map(one => one()))).flat())
  expect(found).toEqual([])
}, 60_000)

test('nor does any list, filter or body name what is elsewhere', async () => {
  const { token } = principals.find(one => one.name === 'a program of one group') ?? {}
  for (const place of [...(principals[0]?.places ?? [])]) {
    const whole = place.mark === 'MEDLAR' ? [token, entitled] : [token]
    for (const by of whole) {
      for (const route of scimRoutes.filter(one => one.method === 'GET' && !one.path.includes(':')))
        for (const query of [
          '?count=1000',
          `?filter=userName%20eq%20%22${place.email}%22`,
          `?filter=externalId%20eq%20%22${place.mark}%22`,
          `?filter=displayName%20eq%20%22${place.mark}%22`,
        ]) {
          const { body } = await scim(`${route.path}${query}`, { token: by })
          expect(JSON.stringify(body).toLowerCase(), route.path + query).not.toContain(`${place.mark.toLowerCase()} `)
          expect(JSON.stringify(body)).not.toContain(place.memberId)
        }
      const manager = {
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { manager: { managerId: place.memberId } },
      }
      const { status } = await scim(`/Users/${database.cast.people.bruno.memberId}`, {
        token: by,
        method: 'PUT',
        payload: manager,
      })
      expect(status, place.mark).toBe(400)
      const set = { displayName: 'x', members: [{ value: place.memberId }] }
      expect((await scim('/Groups', { token: by, method: 'POST', payload: set })).status).toBeGreaterThanOrEqual(400)
    }
  }
})

test('a program of chosen groups reads their people, and makes, deletes and gathers nobody', async () => {
  const { token } = principals.find(one => one.name === 'a program of one group') ?? {}
  const list = await scim('/Users?count=1000', { token })
  const ids = list.body.Resources.map((one: { id: string }) => one.id)
  expect(ids).toContain(database.cast.people.bruno.memberId)
  expect(ids).not.toContain(database.cast.people.mei.memberId)
  const { bruno, mei, noor } = database.cast.people
  // Who leads somebody is said where they are within reach as well.
  await run(sql`update members set manager_id = ${mei.memberId} where id = ${bruno.memberId}`)
  const read = await scim(`/Users/${bruno.memberId}`, { token })
  expect([read.status, JSON.stringify(read.body)]).toEqual([200, expect.not.stringContaining(mei.memberId)])
  await run(sql`update members set manager_id = null where id = ${bruno.memberId}`)
  // Nor does it come to sit in somebody's place.
  const again = { invited: true, claimed: false }
  await run(sql`update members set role = 'account_manager' where id = ${noor.memberId}`)
  for (const [id, payload] of [
    [bruno.memberId, again],
    [noor.memberId, again],
    [noor.memberId, { userName: 'mine@cobalt.example' }],
  ] as const)
    expect((await scim(`/Users/${id}`, { token, method: 'PUT', payload })).status).toBe(403)
  await run(sql`update members set role = 'member' where id = ${noor.memberId}`)
  const person = { userName: 'new@cobalt.example', name: { formatted: 'New' } }
  for (const [method, path, payload] of [
    ['POST', '/Users', person],
    ['DELETE', `/Users/${database.cast.people.bruno.memberId}`, undefined],
    ['GET', '/Groups', undefined],
    ['POST', '/Groups', { displayName: 'x' }],
  ] as const)
    expect((await scim(path, { token, method, payload })).status, `${method} ${path}`).toBe(403)
})
