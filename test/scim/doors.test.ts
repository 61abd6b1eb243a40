/** Where SCIM is found and how callers prove themselves (workplace-scim.md 1, 2 and 7; client-calls.md section 1). */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { configureUsage } from '../../server/domain/api-log/usage.ts'
import { proofOf } from '../../server/http/graph/proof.ts'
import { scimRoutes } from '../../server/http/scim/routes.ts'
import { now } from '../../server/platform/clock.ts'
import { run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useScim } from '../harness/scim.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const scim = useScim(server)
let directory: Program
beforeAll(async () => {
  directory = await programs.make(['manage_accounts'], 'all', 'Directory')
})
afterEach(() => configureUsage(200_000))

const old = 'urn:scim:schemas:core:1.0'
const list = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'

test('the same people by every host and path, each version in its own words', async () => {
  const { token } = directory
  for (const [host, path, schema, at] of [
    ['scim.workplace.com', '/Users', list, 'http://scim.workplace.com/Users/'],
    ['scim.workplace.com', '/Users/', list, 'http://scim.workplace.com/Users/'],
    ['scim.workplace.com', '/Users/?startIndex=1', list, 'http://scim.workplace.com/Users/'],
    ['SCIM.example.com:8443', '//Users', list, 'http://SCIM.example.com:8443/Users/'],
    ['scim.workplace.com', '/scim/v1/Users', old, 'http://localhost:3000/scim/v1/Users/'],
    ['www.facebook.com', '/scim/v1/Users', old, 'http://localhost:3000/scim/v1/Users/'],
    ['www.workplace.com', '/scim/v1/Users/?count=1', old, 'http://localhost:3000/scim/v1/Users/'],
    ['www.workplace.com', '/scim/Users', old, 'http://localhost:3000/scim/v1/Users/'],
    ['passerelle.test', '/scim/v2/Users', list, 'http://localhost:3000/scim/v2/Users/'],
  ] as const) {
    const { status, body, headers } = await scim(path, { token, headers: { host } })
    expect([status, body.schemas], `${host}${path}`).toEqual([200, [schema]])
    expect(body.Resources[0].meta.location, `${host}${path}`).toBe(at + body.Resources[0].id)
    expect(headers['content-type']).toMatch(
      schema === old ? /^application\/(scim\+)?json$/ : /^application\/scim\+json$/,
    )
  }
  for (const [host, path] of [
    ['scim.workplace.com', `/Users${database.cast.people.bruno.memberId}`],
    ['scim.workplace.com', '/me'],
    ['scim.workplace.com', '/'],
    ['www.facebook.com', '/scim/v2/Users/abc'],
    ['passerelle.test', '/scim/v2/Users/1/2'],
    ['passerelle.test', '/scim'],
  ])
    expect((await scim(path ?? '', { token, headers: { host: host ?? '' } })).status, `${host}${path}`).toBe(404)
  // The same word is a node of the Graph at the Graph's host, and a page at ours.
  const graph = await server.app.inject({
    url: '/Users',
    headers: { host: 'graph.workplace.com', authorization: `Bearer ${token}` },
  })
  expect(graph.json().error.code).toBe(803)
})

test('version 1.1 in its own words, back and forth', async () => {
  const { token } = directory
  const at = (path: string) => `/scim/v1${path}`
  const made = await scim(at('/Users'), {
    ...{ token, method: 'POST' },
    payload: {
      schemas: [old],
      ...{ userName: 'old@cobalt.example', name: { formatted: 'Old' }, active: true },
      'urn:scim:schemas:extension:enterprise:1.0': {
        department: 'Forge',
        manager: { managerId: Number(database.cast.people.noor.memberId) },
      },
      'urn:scim:schemas:extension:facebook:auth_method:1.0': { auth_method: 'sso' },
    },
  })
  expect([made.status, made.headers['content-type']]).toEqual([201, 'application/json'])
  expect(made.body).toMatchObject({
    schemas: expect.arrayContaining([old, 'urn:scim:schemas:extension:facebook:frontline:1.0']),
    'urn:scim:schemas:extension:enterprise:1.0': {
      department: 'Forge',
      manager: { managerId: Number(database.cast.people.noor.memberId), displayName: 'Noor Haddad' },
    },
    'urn:scim:schemas:extension:facebook:auth_method:1.0': { auth_method: 'sso' },
    'urn:scim:schemas:extension:facebook:accountstatusdetails:1.0': { claimed: false },
  })
  expect(JSON.stringify(made.body)).not.toContain('urn:ietf')
  const moved = await scim(at(`/Users/${made.body.id}`), {
    ...{ token, method: 'PUT' },
    payload: { ...made.body, addresses: [{ type: 'work', formatted: 'Nantes' }] },
  })
  expect(moved.body).toEqual({
    ...made.body,
    addresses: [{ type: 'work', formatted: 'Nantes' }],
    meta: moved.body.meta,
  })
  const gone = await scim(at('/Users/1'), { token })
  expect(gone).toMatchObject({ status: 404, body: { Errors: [{ code: 404, description: 'Resource 1 not found' }] } })
  expect((await scim(at('/ServiceProviderConfigs'), { token })).status).toBe(200)
})

test('a body is read by what it is, whatever it is called', async () => {
  const { token } = directory
  const body = (n: number) =>
    JSON.stringify({ userName: `t${n}@cobalt.example`, active: 'true', name: { formatted: `T${n}` } })
  const types = [
    'application/scim+json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    undefined,
  ]
  for (const [n, type] of types.entries()) {
    const { status } = await scim('/Users', {
      token,
      method: 'POST',
      payload: body(n),
      headers: type ? { 'content-type': type } : {},
    })
    expect(status, type).toBe(201)
  }
  for (const payload of ['{', '[]', 'null', '"x"', 'a=b', '{"a":'.repeat(9_000)])
    expect((await scim('/Users', { token, method: 'POST', payload })).body, payload.slice(0, 9)).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'invalidSyntax',
    })
  const nested = `{"userName":"n@cobalt.example","name":{"formatted":"N"},"photos":${'['.repeat(100)}${']'.repeat(100)}}`
  expect((await scim('/Users', { token, method: 'POST', payload: nested })).status).toBe(400)
  expect((await scim('/Users', { token, method: 'POST', payload: `{"a":"${'x'.repeat(1_100_000)}"}` })).status).toBe(
    413,
  )
  for (const value of [['a'], { a: 1 }, 'x'.repeat(1_001)])
    expect(
      (
        await scim('/Users', {
          token,
          method: 'POST',
          payload: { userName: 'v@cobalt.example', name: { formatted: 'V' }, title: value },
        })
      ).status,
    ).toBe(400)
})

test('whoever does not say who calls is refused, and so is whoever proves it wrongly', async () => {
  const { token, secret } = directory
  expect((await scim('/Users', { token, headers: { 'user-agent': '' } })).status).toBe(400)
  expect((await scim('/Users')).body).toMatchObject({
    status: '401',
    error: { code: 401, message: expect.any(String) },
  })
  expect((await scim('/Users')).headers['www-authenticate']).toBe('Bearer')
  const time = String(Math.floor(now() / 1_000))
  const proven = `access_token=${token}&appsecret_proof=${proofOf(secret, token, time)}&appsecret_time=${time}`
  expect((await scim(`/scim/v1/Users?${proven}`)).status).toBe(200)
  expect((await scim(`/scim/v1/Users?${proven.replace(/proof=\w/, 'proof=x')}`)).status).toBe(400)
  expect((await scim(`/Users?access_token=other`, { token })).status).toBe(400)
  await run(sql`update apps set require_proof = true, ip_allow = '{}' where id = ${directory.appId}`)
  expect((await scim('/Users', { token })).status).toBe(400)
  expect((await scim(`/Users?${proven}`)).status).toBe(200)
  await run(sql`update apps set require_proof = false, ip_allow = '{10.0.0.0/8}' where id = ${directory.appId}`)
  expect((await scim('/Users', { token })).status).toBe(403)
  await run(sql`update apps set ip_allow = '{}' where id = ${directory.appId}`)
  const vendor = await programs.make(['manage_accounts'], 'all', 'Vendor')
  await run(sql`update apps set community_id = null where id = ${vendor.appId}`)
  expect((await scim('/Users', { token: vendor.token })).status).toBe(403)
})

test('calls count with those of the Graph, and too many are told to wait', async () => {
  const busy = await programs.make(['manage_accounts'], 'all', 'Busy')
  configureUsage(3)
  expect((await programs.graph('/me', { token: busy.token })).status).toBe(200)
  for (const n of [1, 2]) expect((await scim('/Users?count=1', { token: busy.token })).status, String(n)).toBe(200)
  expect(await scim('/Users?count=1', { token: busy.token })).toMatchObject({
    status: 429,
    headers: { 'retry-after': '60' },
    body: { status: '429', Errors: [{ code: 429 }], error: { code: 429 } },
  })
})

test('a method that a route does not have, and what SCIM says of itself', async () => {
  const { token } = directory
  const paths = [...new Set(scimRoutes.map(route => route.path))]
  for (const path of paths)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      if (!scimRoutes.some(route => route.path === path && route.method === method))
        expect(
          (await scim(path.replace(/:\w+/, '123'), { token, method, payload: {} })).status,
          `${method} ${path}`,
        ).toBe(405)
  const config = (await scim('/ServiceProviderConfig', { token })).body
  expect(config).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, filter: { supported: true } })
  const { body: types } = await scim('/ResourceTypes', { token })
  expect(types.Resources.map((one: { name: string }) => one.name)).toEqual(['User', 'Group'])
  const { body: schemas } = await scim('/Schemas', { token })
  for (const { id } of schemas.Resources) expect((await scim(`/Schemas/${id}`, { token })).body.id).toBe(id)
  const { body: user } = await scim('/Schemas/Users', { token })
  // Everything a person is answered with is described.
  const described = new Set(user.attributes.map((one: { name: string }) => one.name))
  const { body: people } = await scim('/Users?count=1000', { token })
  for (const person of people.Resources)
    for (const name of Object.keys(person))
      expect(
        described.has(name) ||
          name === 'schemas' ||
          name === 'meta' ||
          schemas.Resources.some((one: { id: string }) => one.id === name),
        name,
      ).toBe(true)
  expect((await scim('/Schemas/nothing', { token })).status).toBe(404)
  expect((await scim('/ResourceTypes/User', { token })).body.endpoint).toBe('/Users')
})
