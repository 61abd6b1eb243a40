/**
 * Hidden equals missing (threats.md A15): every kind of thing the Graph knows, by every form of its address, with every edge and method, asked by everybody who must
 * not know of it. Made from the table the door itself walks: what is added there is asked here.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programPermissions } from '../../contract/permissions.ts'
import type { Kind } from '../../server/domain/search/kind-of.sql.ts'
import { graphNodes } from '../../server/http/graph/graph-nodes.ts'
import type { Edge } from '../../server/http/graph/node.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { everyScoped, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'
import { everyRow, type Forms, foreign, hiddenPlace, otherCommunity, type Place } from './foreign.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))

interface Principal {
  readonly name: string
  /** Turned away before anybody looks what it asks for. */
  readonly turnedAway?: true
  readonly token: string | undefined
  readonly places: readonly Place[]
}

let principals: readonly Principal[] = []
let entitled = ''
const things = new Map<string, Forms>()
let before = ''
beforeAll(async () => {
  const { communityId } = database.cast
  const elsewhere = await otherCommunity('Elsewhere')
  const [hidden, abroad] = [await hiddenPlace(communityId, 'QUINCE'), await hiddenPlace(elsewhere, 'MEDLAR')]
  const [inside, other, revoked, whole] = [
    await programs.make(everyScoped, ['operations'], 'Inside'),
    await programs.make(everyScoped, ['workshop', 'leaders'], 'Other'),
    await programs.make(programPermissions, 'all', 'Revoked'),
    await programs.make(programPermissions, 'all', 'Whole'),
  ]
  await run(sql`update installations set state = 'disabled' where id = ${revoked.installationId}`)
  entitled = whole.token
  principals = [
    { name: 'nobody', turnedAway: true, token: undefined, places: [hidden, abroad] },
    { name: 'a program of one group', token: inside.token, places: [hidden, abroad] },
    { name: 'a program of other groups', token: other.token, places: [hidden, abroad] },
    { name: 'a program of all groups, of another community', token: whole.token, places: [abroad] },
    { name: 'a program that was disabled', turnedAway: true, token: revoked.token, places: [hidden, abroad] },
    { name: 'an app as itself', turnedAway: true, token: `${whole.appId}|${whole.secret}`, places: [hidden, abroad] },
  ]
  for (const kind of Object.keys(graphNodes) as Kind[])
    for (const place of [hidden, abroad]) things.set(`${kind} ${place.mark}`, await foreign[kind](place))
  before = await everyRow()
})
afterAll(async () => expect(await everyRow(), 'no row was changed').toBe(before))

/** Every address below a thing: itself, with everything asked of it, each edge, and each edge with something behind it. */
function suffixes(edges: Readonly<Record<string, Edge>>, fields: readonly string[]): string[] {
  const names = Object.keys(edges)
  return [
    '',
    `?fields=${[...names, ...fields].join()}`,
    ...names.flatMap(edge => [`/${edge}`, `/${edge}?summary=true&limit=3`]),
    ...names.map(edge => `/${edge}/${database.cast.people.ana.memberId}`),
  ]
}

const sent = {
  message: 'x',
  name: 'x',
  email: 'ana@cobalt.example',
  archive: 'true',
  description: 'x',
  title: 'x',
  active: 'false',
}
const atOnce = 24

/** The answer without what names the thing or the call. */
const plain = (status: number, body: unknown, form: string): string =>
  `${status} ${JSON.stringify(body)
    .replaceAll(decodeURIComponent(form), 'IT')
    .replaceAll(form, 'IT')
    .replace(/"fbtrace_id":"[^"]*"/, '')}`

async function compare(
  ask: (form: string) => Promise<[string, string]>,
  { there, missing }: Forms,
  mark: string,
): Promise<string[]> {
  const found: string[] = []
  for (const [n, form] of there.entries()) {
    const [[hidden, url], [absent]] = await Promise.all([ask(form), ask(missing[n] ?? '')])
    if (hidden !== absent) found.push(`${url}: ${hidden.slice(0, 200)} but missing: ${absent.slice(0, 200)}`)
    if (hidden.includes(mark)) found.push(`${url} says ${mark}`)
  }
  return found
}

async function inTurns(work: readonly (() => Promise<string[]>)[]): Promise<string[]> {
  const found: string[] = []
  for (let n = 0; n < work.length; n += atOnce)
    found.push(...(await Promise.all(work.slice(n, n + atOnce).map(one => one()))).flat())
  return found
}

test('every kind there is has a foreign one here', () => {
  expect(Object.keys(foreign).sort()).toEqual(Object.keys(graphNodes).sort())
  for (const [name, { there, missing }] of things) {
    expect(there.length, name).toBeGreaterThan(0)
    expect(missing.length, name).toBe(there.length)
  }
})

/** What says its mark where it is read; a draft or an export is its maker's alone, and a link that is gone is gone for all. */
const telling = 'name,message,from,title,subject,post{message}'
const notForAnybody = ['community', 'quick_link', 'survey', 'export']

test('whoever may know of them finds them so: the comparison can tell', async () => {
  for (const [name, { there }] of things)
    if (name.endsWith('QUINCE') && !notForAnybody.some(kind => name.startsWith(kind)))
      for (const form of there) {
        const { status, body } = await programs.graph(`/${form}?fields=${telling}`, { token: entitled })
        expect(status, `${name} ${form} ${JSON.stringify(body)}`).toBe(200)
        expect(JSON.stringify(body), form).toContain('QUINCE')
      }
})

test('each address of each thing, by each method, answers as if it had never been', async () => {
  const work: (() => Promise<string[]>)[] = []
  for (const { name, token, places, turnedAway } of principals)
    for (const place of places)
      for (const [kind, node] of Object.entries(graphNodes)) {
        // An own community is no foreign thing.
        if (kind === 'community' && place.mark === 'QUINCE' && token !== undefined) continue
        const forms = things.get(`${kind} ${place.mark}`)
        if (!forms) throw new Error(`no ${kind} to ask for`)
        for (const suffix of turnedAway
          ? ['', ...Object.keys(node.edges).map(edge => `/${edge}`)]
          : suffixes(node.edges, ['name', 'message', 'from']))
          for (const method of ['GET', 'POST', 'DELETE'])
            work.push(() =>
              compare(
                async form => {
                  const path = `/${form}${suffix}`
                  const { status, body } = await programs.graph(path, {
                    token,
                    method,
                    ...(method !== 'GET' && { payload: sent }),
                  })
                  return [plain(status, body, form), `${name}: ${method} ${path}`]
                },
                forms,
                place.mark,
              ),
            )
      }
  expect(work.length).toBeGreaterThan(500)
  expect(await inTurns(work)).toEqual([])
}, 120_000)

test('nor by several at once, in a batch, by an address that was shared, or from where a cursor of theirs points', async () => {
  const mine = database.cast.groups.operations
  const work: (() => Promise<string[]>)[] = []
  for (const { name, token, places } of principals.filter(one => one.token !== undefined))
    for (const place of places)
      for (const [key, forms] of things) {
        if (!key.endsWith(place.mark) || (key.startsWith('community') && place.mark === 'QUINCE')) continue
        const get = (path: (form: string) => string) => () =>
          compare(
            async form => {
              const { status, body } = await programs.graph(path(form), { token })
              return [plain(status, body, form), `${name}: ${path(form)}`]
            },
            forms,
            place.mark,
          )
        const batched = (method: string) => () =>
          compare(
            async form => {
              const batch = [
                { method, relative_url: `${form}?message=x&name=x` },
                { method, relative_url: `${form}/feed?message=x` },
              ]
              const { status, body } = await programs.graph('/', { token, method: 'POST', payload: { batch } })
              const text = JSON.stringify(body).replace(/\\"fbtrace_id\\":\\"[^"]*\\"/g, '')
              return [plain(status, text, form), `${name}: batch ${method} ${form}`]
            },
            forms,
            place.mark,
          )
        work.push(
          get(form => `/?ids=${form}&fields=id,name,message,from{name,email}`),
          get(form => `/?ids=me,${form}`),
          get(form => `/?id=${form}`),
        )
        work.push(
          get(form => `/${mine}/members?after=${Buffer.from(JSON.stringify([form])).toString('base64url')}&limit=0`),
        )
        work.push(batched('GET'), batched('POST'), batched('DELETE'))
      }
  for (const { token, places } of principals)
    for (const { mark } of places)
      work.push(async () => {
        const { body } = await programs.graph(
          `/?id=https%3A%2F%2F${mark}.example%2Fa&fields=id,sharedposts{id,message,from{name}}`,
          { token },
        )
        return body.sharedposts ? [`shared: ${JSON.stringify(body)}`] : []
      })
  expect(await inTurns(work)).toEqual([])
}, 60_000)
