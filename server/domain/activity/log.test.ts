/** Every call in either direction is a row that says who, what and how it ended, and nothing of what was said. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCalls } from '../../../contract/api/api-log.ts'
import { disableIntegration, getIntegration, removeIntegration } from '../../../contract/api/integrations.ts'
import { getOverseen } from '../../../contract/api/oversight.ts'
import type { QueryOf } from '../../../contract/api/route.ts'
import { changeWebhook } from '../../../contract/api/webhooks.ts'
import { until, untilSubscribed, useDatabase } from '../../../test/harness/database.ts'
import { type Program, usePrograms } from '../../../test/harness/program.ts'
import { useReceiver } from '../../../test/harness/receiver.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { configureOutbound } from '../../platform/outbound.ts'
import { startDeliveries } from '../../work/deliveries.ts'
import { flushApiLog, logCall } from '../api-log/log-call.ts'
import { createPost } from '../posts/create-post.ts'

const database = useDatabase()
const server = useServer(database)
const programs = usePrograms(database, server)
const services = useServices(server)
const receiver = useReceiver()
const jira = useService('jira', database, server, services)
let program: Program
let deliveries: { stop(): Promise<void> }
const key = 'a-function-key-in-the-query'
const find = async (query: QueryOf<typeof listCalls> = {}, who: 'ana' | 'theo' = 'ana') =>
  (await server.call(who, listCalls, { query: { limit: 100, ...query } })).items

beforeAll(async () => {
  program = await programs.make(['read_content', 'manage_content'], ['workshop'])
  configureOutbound({
    allow: [new URL(services.sandbox.origin).host, new URL(receiver.origin).host],
    lookup: async () => ['127.0.0.1'],
  })
  deliveries = startDeliveries(() => {})
})
afterAll(() => deliveries.stop())

test('the Graph: method, path with ids, permission, group, status, code, bytes, from where, and the trace that the caller was told', async () => {
  const group = database.cast.groups.workshop
  const answer = await programs.graph(`/${group}/feed?limit=1&secret=in-the-query`, {
    token: program.token,
    headers: { 'user-agent': 'robot/1 \x1b[31m' },
  })
  await programs.graph(`/${database.cast.groups.operations}/feed`, { token: program.token })
  const [refused, read] = await find({ integration: program.appId })
  expect(read).toMatchObject({
    ...{ api: 'graph', method: 'GET', path: `/${group}/feed`, permission: 'read_content', groupId: group, status: 200 },
    ...{ origin: 'custom', appId: program.appId, address: '127.0.0.1', code: null, group: { id: group } },
    ...{ integration: { id: program.appId, name: 'Robot' }, traceId: answer.headers['x-fb-trace-id'] },
  })
  expect(read?.userAgent).toBe('robot/1 \\x1b[31m')
  expect(read?.bytes).toBe(Buffer.byteLength(JSON.stringify(answer.body)))
  expect(refused).toMatchObject({ status: 400, code: 100 })
})

test('webhooks out, previews, calls to the service and webhooks in are there too, with no secret of any', async () => {
  await server.call('ana', changeWebhook, {
    params: { integrationKey: program.appId, topicKey: 'group' },
    body: {
      callbackUrl: `${receiver.origin}/hook/T0123456789ABCDEFGH?code=${key}`,
      verifyToken: 'a-verify-token',
      fields: ['posts'],
    },
  })
  await createPost(database.as('noor'), { groupId: database.cast.groups.workshop, text: 'told to the program' })
  await until(() => receiver.deliveries.length > 0)
  await jira.enable(['workshop'], 'bruno')
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('noor', 'bruno')
  const post = await jira.paste('noor', 'workshop', `${services.sandbox.origin}/jira/site/browse/OPS-1`)
  await jira.preview('noor', post)
  const { admin } = await server.call('ana', getIntegration, { params: jira.params })
  await fetch(`${admin?.webhookUrl}`, {
    method: 'POST',
    body: '{"forged": true}',
    headers: { 'user-agent': 'service/2' },
  })
  const all = await until(async () => {
    await flushApiLog()
    const found = await find()
    return (
      ['graph', 'webhook_out', 'webhook_in', 'preview', 'connector'].every(api => found.some(one => one.api === api)) &&
      found
    )
  })
  const [out] = all.filter(one => one.api === 'webhook_out' && one.method === 'POST')
  expect(out).toMatchObject({
    status: 200,
    path: `${new URL(receiver.origin).host}/hook/…`,
    groupId: database.cast.groups.workshop,
  })
  expect(all.filter(one => one.api === 'webhook_out').map(one => one.method)).toContain('GET')
  expect(all.find(one => one.api === 'preview')).toMatchObject({
    ...{ origin: 'connector', permission: 'preview_links', status: 200, integration: { id: 'jira' }, appId: null },
  })
  expect(all.find(one => one.api === 'webhook_in')).toMatchObject({
    status: 401,
    path: '/hooks',
    userAgent: 'service/2',
  })
  const [stored] = await rows<{ text: string }>(sql`select string_agg(l::text, E'\\n') as text from api_log l`)
  const hookKey = admin?.webhookUrl?.split('/').at(-1) ?? 'no key'
  for (const secret of [
    program.token,
    program.secret,
    key,
    'T0123456789ABCDEFGH',
    'in-the-query',
    'a-verify-token',
    hookKey,
    'forged',
  ])
    expect(stored?.text).not.toContain(secret)
}, 20_000)

test('it is found by every column, whole and of one integration, page after page', async () => {
  const all = await find()
  const [one] = all.filter(call => call.api === 'graph' && call.permission !== null)
  if (!one) throw new Error('the first test wrote one')
  const has = async (query: QueryOf<typeof listCalls>): Promise<boolean> =>
    (await find(query)).some(call => call.id === one.id)
  const found: QueryOf<typeof listCalls>[] = [
    { integration: program.appId, appId: program.appId },
    {
      api: 'graph',
      method: 'GET',
      origin: 'custom',
      permission: 'read_content',
      groupId: database.cast.groups.workshop,
    },
    { path: `${database.cast.groups.workshop}/FEED`, status: '200', address: '127.0', userAgent: 'ROBOT' },
    { status: '2xx', ms: 0, bytes: one.bytes, traceId: one.traceId },
    {
      from: new Date(Date.parse(one.at) - 1_000).toISOString(),
      to: new Date(Date.parse(one.at) + 1_000).toISOString(),
    },
  ]
  for (const query of found) expect(await has(query), JSON.stringify(query)).toBe(true)
  const missed: QueryOf<typeof listCalls>[] = [
    { integration: 'jira' },
    { appId: '1' },
    { api: 'scim' },
    { method: 'DELETE' },
    { status: 'failed' },
    { status: '201' },
    { code: 100 },
    { bytes: one.bytes + 1 },
    { ms: 1_000_000 },
    { path: '/100%' },
    { address: '10.' },
    { traceId: 'another' },
    { to: new Date(Date.parse(one.at) - 1_000).toISOString() },
  ]
  for (const query of missed) expect(await has(query), JSON.stringify(query)).toBe(false)
  const pages: string[] = []
  for (let after: string | undefined, n = 0; n < 100; n++) {
    const page = await server.call('ana', listCalls, { query: { limit: 3, ...(after && { after }) } })
    pages.push(...page.items.map(call => call.id))
    if (!page.next) break
    after = page.next
  }
  expect(pages).toEqual(all.map(call => call.id))
})

test('only administrators read it, and a secret group that they are not in is not in it', async () => {
  expect((await server.refused('noor', listCalls)).status).toBe(403)
  const secret = { id: database.cast.groups.board }
  const whole = await programs.make(['read_content'], 'all', 'Reader')
  await programs.graph(`/${secret.id}/feed`, { token: whole.token })
  const [hers] = await find({ integration: whole.appId })
  expect(hers).toMatchObject({ path: `/${secret.id}/feed`, groupId: secret.id, group: { id: secret.id } })
  const [his] = await find({ integration: whole.appId }, 'theo')
  expect(his).toMatchObject({ id: hers?.id, path: '/…/feed', groupId: null, group: null })
  expect(await find({ groupId: secret.id }, 'theo')).toEqual([])
  expect(await find({ path: secret.id }, 'theo')).toEqual([])
})

test('who is refused at the door is written down where their token is known, and uses nothing', async () => {
  const strict = await programs.make(['read_content'], ['workshop'], 'Strict')
  await run(sql`update apps set ip_allow = '{10.0.0.0/8}', require_proof = true where id = ${strict.appId}`)
  const statuses = async (ask: () => Promise<unknown>) => {
    await ask()
    await flushApiLog()
    const [call] = await find({ integration: strict.appId })
    return { status: call?.status, code: call?.code, permission: call?.permission, path: call?.path }
  }
  const read = () => programs.graph('/me', { token: strict.token })
  const refused = { permission: null, path: '/me' }
  expect(await statuses(read)).toEqual({ status: 403, code: 5, ...refused })
  await run(sql`update apps set ip_allow = '{}' where id = ${strict.appId}`)
  expect(await statuses(read)).toEqual({ status: 400, code: 100, ...refused })
  await server.call('ana', disableIntegration, { params: { integrationKey: strict.appId } })
  expect(await statuses(read)).toEqual({ status: 400, code: 190, ...refused })
  const exchange = `/oauth/access_token?grant_type=client_credentials&client_id=${strict.appId}&client_secret=${strict.secret}`
  expect(await statuses(() => programs.graph(exchange))).toMatchObject({ status: 400, path: '/oauth/access_token' })
  const { row } = await server.call('ana', getOverseen, { params: { integrationKey: strict.appId } })
  expect(row).toMatchObject({ calls: 3, errors: 3, lastUsedAt: null })
  // A service that goes on posting to one that is off.
  await server.call('ana', disableIntegration, { params: jira.params })
  const { admin } = await server.call('ana', getIntegration, { params: jira.params })
  const told = await fetch(`${admin?.webhookUrl}`, { method: 'POST', body: '{}', headers: { 'user-agent': 'late/1' } })
  expect(told.status).toBe(401)
  await flushApiLog()
  const [late] = await find({ integration: 'jira', api: 'webhook_in' })
  expect(late).toMatchObject({ status: 401, userAgent: 'late/1', permission: null })
})

test('what the root is asked for stands in the path, without what an address holds, and hides what may be of a hidden group', async () => {
  const { workshop } = database.cast.groups
  const ids = await Promise.all(
    ['one', 'two'].map(async text => (await createPost(database.as('noor'), { groupId: workshop, text })).id),
  )
  const newest = async (who: 'ana' | 'theo' = 'ana') =>
    (await find({ integration: program.appId, api: 'graph' }, who))[0]
  await programs.graph(`/?ids=${workshop}_${ids[0]},${workshop}_${ids[1]}`, { token: program.token })
  expect(await newest()).toMatchObject({ path: `/?ids=${workshop}_${ids[0]},${workshop}_${ids[1]}`, groupId: workshop })
  await programs.graph(`/?ids=${ids.join()}`, { token: program.token })
  expect(await newest()).toMatchObject({ path: `/?ids=${ids.join()}`, groupId: null })
  await run(
    sql`insert into groups (community_id, name, privacy, cover, created_by) select community_id, 'Hidden', 'secret', cover, created_by from groups limit 1`,
  )
  expect(await newest()).toMatchObject({ path: '/?ids=…,…', groupId: null })
  await programs.graph('/?id=https%3A%2F%2Fexample.test%2Fa%3Fkey%3Da-key', { token: program.token })
  expect(await newest()).toMatchObject({ path: '/?id=…', groupId: null })
  await run(sql`delete from groups where name = 'Hidden'`)
})

test('what failed is no use of anything, what a program was told counts in both directions and not as its use', async () => {
  const quiet = await programs.make(['read_content'], ['workshop'], 'Quiet')
  const { communityId } = database.cast
  const whose = { communityId, installationId: quiet.installationId, appId: quiet.appId, groupId: undefined }
  const call = (api: 'graph' | 'webhook_out' | 'connector', status: number) =>
    logCall({
      ...{ ...whose, api, status, method: 'GET', path: '/', permissions: ['read_content'], code: undefined },
      ...{ durationMs: 1, bytes: 100, address: undefined, userAgent: undefined, traceId: 'quiet', at: new Date() },
    })
  call('connector', 0)
  call('webhook_out', 500)
  call('webhook_out', 200)
  await flushApiLog()
  const seen = () => server.call('ana', getOverseen, { params: { integrationKey: quiet.appId } })
  expect((await seen()).row).toMatchObject({ calls: 3, errors: 2, bytes: 300, lastUsedAt: null })
  expect((await seen()).row.permissions).toMatchObject({ granted: 1, used: 0 })
  call('graph', 200)
  await flushApiLog()
  expect((await seen()).row).toMatchObject({ calls: 4, errors: 2, bytes: 400, permissions: { used: 1 } })
})

test('what a removed integration did stays', async () => {
  await server.call('ana', removeIntegration, { params: jira.params })
  expect((await find({ integration: 'jira', api: 'preview' })).length).toBeGreaterThan(0)
})
