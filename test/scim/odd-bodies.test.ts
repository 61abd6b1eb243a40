/** Whatever is sent to SCIM, it is done or refused in SCIM's own words, and never a fault (PLATFORM E.7). */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { urns } from '../../contract/scim/names.ts'
import { attributesOf } from '../../contract/scim/schemas.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { type ScimAnswer, useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)
let directory: Program
let person = ''
let set = ''
beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
  person = (await ask('POST', '/Users', { userName: 'odd@cobalt.example', name: { formatted: 'Odd' } })).body.id
  set = (await ask('POST', '/Groups', { displayName: 'Odd' })).body.id
})

const ask = (method: string, path: string, payload: string | object): Promise<ScimAnswer> =>
  scim(path, { token: directory.token, method, payload })

function fine({ status, body }: ScimAnswer, what: unknown): void {
  expect(status, `${JSON.stringify(what).slice(0, 300)} ${JSON.stringify(body).slice(0, 300)}`).toBeLessThan(500)
  if (status >= 400)
    expect(body, JSON.stringify(what).slice(0, 300)).toMatchObject({
      status: String(status),
      detail: expect.any(String),
    })
}

const names = [
  ...attributesOf.flatMap(({ attributes }) => attributes.map(one => one.name)),
  ...Object.values(urns),
  ...['schemas', 'meta', 'claimed', 'invited', '__proto__', 'constructor', 'toString', ''],
]
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    0,
    -1,
    1e300,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    'true',
    '0',
    '1e9',
    '\0',
    '\ud800',
    '𝕏'.repeat(600),
    '2020-13-45',
  ),
)
const object = fc.dictionary(
  fc.constantFrom(...names),
  fc.oneof(value, fc.dictionary(fc.constantFrom(...names), value)),
)
const piece = fc.constantFrom(
  ...names,
  '[',
  ']',
  '.',
  ':',
  ' ',
  'type',
  'value',
  ' eq ',
  '"',
  '"work"',
  'members',
  '$ref',
)
const path = fc.oneof(
  fc.constantFrom(...names),
  fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join('')),
)
const operation = fc.record({
  op: fc.constantFrom('add', 'Replace', 'REMOVE', 'x'),
  path: fc.option(path),
  value: fc.oneof(value, object),
})

test('people and sets of any shape', async () => {
  await fc.assert(
    fc.asyncProperty(object, fc.array(operation, { maxLength: 4 }), async (body, Operations) => {
      fine(await ask('PUT', `/Users/${person}`, body), body)
      fine(await ask('PATCH', `/Users/${person}`, { Operations }), Operations)
      fine(await ask('PATCH', `/Groups/${set}`, { Operations }), Operations)
      fine(await ask('PUT', `/Groups/${set}`, body), body)
      fine(await ask('POST', '/Users', body), body)
    }),
    { numRuns: 30 },
  )
  // What came of all that can still be read.
  expect((await scim(`/Users/${person}`, { token: directory.token })).status).toBe(200)
  expect((await scim('/Users?count=1000', { token: directory.token })).status).toBe(200)
}, 60_000)

test('any filter, page and address', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('filter', 'count', 'startIndex', 'attributes', 'access_token'),
      async (text, name) => {
        const word = encodeURIComponent(text.toWellFormed())
        const token = name === 'access_token' ? undefined : directory.token
        fine(await scim(`/Users?${name}=${word}`, { token }), [name, text])
        fine(await scim(`/Users?filter=userName%20eq%20${word}`, { token: directory.token }), text)
        fine(await scim(`/${word}/${word}`, { token: directory.token }), text)
      },
    ),
    { numRuns: 30 },
  )
}, 60_000)
