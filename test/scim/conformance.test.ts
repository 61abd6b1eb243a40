/** What limosa-io/scimverify expects of a server (client-calls.md section 5), in our words; where it and RFC 7643 and 7644 differ, the RFC's. */
import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { type ScimAnswer, useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)
const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const messages = (name: string) => `urn:ietf:params:scim:api:messages:2.0:${name}`
let directory: Program
const ask = (method: string, path: string, payload?: string | object): Promise<ScimAnswer> =>
  scim(path, {
    token: directory.token,
    method,
    payload,
    ...(payload && { headers: { 'content-type': 'application/scim+json' } }),
  })
beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
})

test('resource types and schemas, all of them and one of each', async () => {
  const { status, headers, body } = await ask('GET', '/ResourceTypes')
  expect([status, headers['content-type'], body.schemas]).toEqual([
    200,
    'application/scim+json',
    [messages('ListResponse')],
  ])
  for (const type of body.Resources) {
    expect(type).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
      endpoint: expect.stringMatching(/^\/(?:Users|Groups)$/),
      meta: { resourceType: 'ResourceType', location: expect.stringContaining('/ResourceTypes/') },
    })
    expect((await ask('GET', `/ResourceTypes/${type.id}`)).body).toEqual(type)
    expect((await ask('GET', `/Schemas/${type.schema}`)).body.id).toBe(type.schema)
  }
  const { body: schemas } = await ask('GET', '/Schemas')
  for (const schema of schemas.Resources) {
    expect(schema.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:Schema'])
    for (const attribute of schema.attributes) expect(attribute).toMatchObject(characteristics)
  }
  expect((await ask('GET', '/ServiceProviderConfig')).body.authenticationSchemes[0].type).toBe('oauthbearertoken')
})
const characteristics = {
  ...{
    name: expect.any(String),
    multiValued: expect.any(Boolean),
    required: expect.any(Boolean),
    caseExact: expect.any(Boolean),
  },
  type: expect.stringMatching(/^(?:string|boolean|decimal|integer|dateTime|reference|complex)$/),
  mutability: expect.stringMatching(/^(?:readOnly|readWrite|immutable|writeOnly)$/),
  returned: expect.stringMatching(/^(?:always|never|default|request)$/),
  uniqueness: expect.stringMatching(/^(?:none|server|global)$/),
}

test('people: a list, a page of it, one, sorted in no way that fails, and one that is not there', async () => {
  const { body: list } = await ask('GET', '/Users')
  expect(list).toMatchObject({ schemas: [messages('ListResponse')], startIndex: 1, totalResults: expect.any(Number) })
  for (const user of list.Resources) {
    expect(user).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      userName: expect.any(String),
      active: expect.any(Boolean),
      meta: { resourceType: 'User' },
    })
    expect(user.schemas).toContain(core)
  }
  expect((await ask('GET', `/Users/${list.Resources[0].id}`)).body).toEqual(list.Resources[0])
  const page = (await ask('GET', '/Users?startIndex=2&count=2')).body
  expect([page.startIndex, page.itemsPerPage, page.Resources]).toEqual([2, 2, list.Resources.slice(1, 3)])
  for (const startIndex of ['0', '-3', 'x'])
    expect((await ask('GET', `/Users?startIndex=${startIndex}`)).body.startIndex).toBe(1)
  expect((await ask('GET', '/Users?sortBy=userName&sortOrder=ascending')).status).toBe(200)
  expect((await ask('GET', '/Users?startIndex=100000')).body).toMatchObject({ itemsPerPage: 0, Resources: [] })
  const gone = await ask('GET', '/Users/99999999999')
  expect([gone.status, gone.headers['content-type']]).toEqual([404, 'application/scim+json'])
  expect(gone.body).toMatchObject({ schemas: [messages('Error')], status: '404', detail: expect.any(String) })
})

test('somebody is made, exchanged, renamed by a PATCH and deleted', async () => {
  const made = await ask('POST', '/Users', {
    schemas: [core],
    userName: 'verify@cobalt.example',
    name: { formatted: 'Ver Ify', givenName: 'Ver', familyName: 'Ify' },
    emails: [{ value: 'verify@cobalt.example', type: 'work', primary: true }],
  })
  expect([made.status, made.headers.location]).toEqual([201, made.body.meta.location])
  expect(new Date(made.body.meta.created).getTime()).toBeGreaterThan(0)
  const nested = await ask('POST', '/Users', {
    schemas: [core],
    [core]: { userName: 'nested@cobalt.example', name: { givenName: 'Nes', familyName: 'Ted' } },
  })
  expect([nested.status, nested.body.userName, nested.body.name.formatted]).toEqual([
    201,
    'nested@cobalt.example',
    'Nes Ted',
  ])
  const at = `/Users/${made.body.id}`
  const put = await ask('PUT', at, {
    schemas: [core],
    userName: 'verify@cobalt.example',
    name: { formatted: 'Ver Ified' },
  })
  expect([put.status, put.body.name.formatted]).toEqual([200, 'Ver Ified'])
  const patch = await ask('PATCH', at, {
    schemas: [messages('PatchOp')],
    Operations: [{ op: 'replace', path: 'userName', value: 'verified@cobalt.example' }],
  })
  expect([patch.status, patch.body.userName]).toEqual([200, 'verified@cobalt.example'])
  // The RFC's 204 is Workplace's 200 (workplace-scim.md 3.1).
  expect((await ask('DELETE', at)).status).toBe(200)
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE'])
    expect((await ask(method, at, method === 'GET' ? undefined : { Operations: [] })).status, method).toBe(404)
  for (const body of [
    { schemas: [core] },
    { schemas: [core], userName: '' },
    { userName: 7, name: { formatted: 'x' } },
  ])
    expect((await ask('POST', '/Users', body)).body, JSON.stringify(body)).toMatchObject({
      status: '400',
      schemas: [messages('Error')],
    })
})
