/** What people gave for one address never reaches another, whenever the address is changed. */
import { beforeAll, beforeEach, expect, test } from 'vitest'
import {
  changeSettings,
  disableIntegration,
  enableIntegration,
  getIntegration,
  listIntegrationAudit,
  reconnect,
  restoreIntegration,
} from '../../../contract/api/integrations.ts'
import { linkAccount, unlinkAccount } from '../../../contract/api/linking.ts'
import { until, untilSubscribed, useDatabase } from '../../../test/harness/database.ts'
import { useIntegration } from '../../../test/harness/integration.ts'
import { seen } from '../../../test/harness/seen.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, run, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)
const { params } = jira

/** Data Center, at one of two addresses of the played service; whatever comes to the second is somebody's secret in the wrong place. */
const at = (address: 'site' | 'elsewhere') => ({
  deployment: 'data_center',
  siteUrl: `${services.sandbox.origin}/jira/${address}`,
})
const moveTo = (address: 'site' | 'elsewhere') =>
  server.call('ana', changeSettings, { params, body: { settings: at(address) } })
const calledElsewhere = () => jira.played().calls.filter(call => call.includes('/elsewhere'))
const revoked = () => jira.played().accounts.revoked
const accounts = async (): Promise<number> => (await rows(sql`select from linked_accounts`)).length
const signIn = async (url: string | null): Promise<string> =>
  services.signIn(await server.cookie('ana'), url ?? '', 'bruno')
const idle = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)

beforeAll(async () => {
  await jira.enable(['workshop'], 'data_center')
})

beforeEach(async () => {
  jira.played().mode = 'well'
  const { status } = await moveTo('site')
  if (status === 'needs_setup')
    expect(await signIn((await server.call('ana', reconnect, { params })).signInUrl)).toContain('connected=jira')
  await untilSubscribed(jira.played().desk.hooks)
  await jira.linkAs('bruno', 'bruno')
  await idle()
  jira.played().calls.length = 0
  revoked().length = 0
})

test('moved: everybody’s account is given back where it was given, the webhook deleted there, and all is pending', async () => {
  const post = await jira.paste('bruno', 'workshop', jira.link())
  expect((await jira.preview('bruno', post)).state).toBe('shown')
  const moved = await moveTo('elsewhere')
  expect(moved).toMatchObject({ status: 'needs_setup', installation: { linkedCount: 0, subscriptions: [] } })
  expect((await jira.preview('bruno', post)).state).not.toBe('shown')
  await idle()
  expect(revoked()).toEqual(['bruno', 'bruno'])
  expect(jira.played().desk.hooks.size).toBe(0)
  expect(await accounts()).toBe(0)
  expect(calledElsewhere()).toEqual([])
  const { items } = await server.call('ana', listIntegrationAudit, { params })
  expect(items.map(row => row.sentence)).toContain(
    'Moved Jira to another address: 2 sign-ins and 1 webhook stay behind and are given up',
  )
  // Back at the first address nobody is connected by themselves.
  const back = await moveTo('site')
  expect(await signIn((await server.call('ana', reconnect, { params })).signInUrl)).toContain('connected=jira')
  expect(back.installation?.id).toBe(moved.installation?.id)
  expect((await jira.preview('bruno', post)).state).toBe('account_needed')
})

test('saved as it is, or with another secret: everything stays', async () => {
  const body = { settings: at('site'), clientSecret: 'another-secret' }
  expect((await server.call('ana', changeSettings, { params, body })).status).toBe('enabled_for')
  await idle()
  expect(await accounts()).toBe(2)
  expect(revoked()).toEqual([])
})

test('the service is away when it is moved: what waits goes to the old address, also of who unlinked before', async () => {
  jira.played().mode = 'broken'
  await server.call('bruno', unlinkAccount, { params })
  await moveTo('elsewhere')
  jira.played().mode = 'well'
  await until(async () => {
    await run(sql`update jobs set run_at = now() where ended_as is null and leased_until is null`)
    return revoked().length === 2
  })
  expect(calledElsewhere()).toEqual([])
  expect(JSON.stringify(await rows(sql`select payload from jobs`))).not.toMatch(
    /"(access|refresh|tokens|clientSecret)"/,
  )
})

test('a sign-in that was under way brings the new host neither code nor tokens', async () => {
  const { signInUrl } = await server.call('noor', linkAccount, { params, body: { returnTo: '/' } })
  await moveTo('elsewhere')
  expect(await services.signIn(await server.cookie('noor'), signInUrl, 'zoe')).toContain('problem=')
  await idle()
  expect(await accounts()).toBe(0)
  expect(calledElsewhere()).toEqual([])
})

test('moved while the service is asked whose account it is: what it gave is given back to it', async () => {
  const { signInUrl } = await server.call('noor', linkAccount, { params, body: { returnTo: '/' } })
  jira.played().thinkMs = 250
  const back = services.signIn(await server.cookie('noor'), signInUrl, 'zoe')
  await until(() => jira.played().calls.some(call => call.includes('/token')))
  await moveTo('elsewhere')
  jira.played().thinkMs = 0
  expect(await back).toContain('problem=not_enabled')
  await idle()
  expect(await accounts()).toBe(0)
  expect(revoked().toSorted()).toEqual(['bruno', 'bruno', 'zoe'])
  expect(calledElsewhere()).toEqual([])
})

test('moved while a webhook is being registered: it is not taken for one of the new address', async () => {
  await moveTo('elsewhere')
  await moveTo('site')
  await idle()
  jira.played().calls.length = 0
  jira.played().thinkMs = 250
  await signIn((await server.call('ana', reconnect, { params })).signInUrl)
  await until(() => jira.played().calls.includes('POST /site/rest/webhooks/1.0/webhook'))
  await moveTo('elsewhere')
  jira.played().thinkMs = 0
  await idle()
  expect(jira.played().desk.hooks.size).toBe(1)
  expect(await rows(sql`select from subscriptions`)).toEqual([])
  jira.played().desk.hooks.clear()
  expect(calledElsewhere()).toEqual([])
})

test('disabled, enabled again and filled in with another address: it is left all the same', async () => {
  await server.call('ana', disableIntegration, { params })
  await server.call('ana', restoreIntegration, { params })
  const filled = { ...jira.consent(['workshop'], 'data_center'), settings: at('elsewhere') }
  const body = { ...filled, ...(await seen(server, 'ana', params)) }
  await server.call('ana', enableIntegration, { params, body })
  await idle()
  expect(revoked()).toEqual(['bruno', 'bruno'])
  expect((await server.call('ana', getIntegration, { params })).installation?.linkedCount).toBe(0)
  expect(calledElsewhere()).toEqual([])
})
