/** Who may not, asked at every door of custom integrations: each is refused alike, and nothing changes. */
import { beforeAll, expect, test } from 'vitest'
import * as custom from '../../contract/api/custom-integrations.ts'
import { listIntegrations } from '../../contract/api/directory.ts'
import * as integrations from '../../contract/api/integrations.ts'
import type { Route } from '../../contract/api/route.ts'
import { sessionCookie } from '../../server/http/caller.ts'
import { one, run, sql } from '../../server/platform/db.ts'
import { hashToken, newToken } from '../../server/platform/ids.ts'
import { useDatabase } from '../harness/database.ts'
import { publicUrl, useServer } from '../harness/server.ts'

const database = useDatabase()
const server = useServer(database)
let integrationKey = ''
let stranger = ''
const scope = { everyone: true } as const
const details = { name: 'Taken over', description: '', discoverable: true, owner: { role: 'system_administrator' } }

const routes: readonly (readonly [Route, object?])[] = [
  [custom.changeDetails, details],
  [custom.changeLogo, { picture: 'AAAA' }],
  [custom.removeLogo],
  [custom.changeSecurity, { requireProof: false, ipAllow: [] }],
  [custom.changeDirectory, { invitesAtOnce: true }],
  [custom.showSecret],
  [custom.resetSecret, { overlapHours: 0 }],
  [custom.createToken, { overlapHours: 0 }],
  [custom.endToken],
  [custom.giveBackPermissions, { permissions: ['mention'] }],
  [custom.undeleteIntegration],
  [integrations.changeGrant, { permissions: [], scope, revision: '' }],
  [integrations.foreseeRemoval],
  [integrations.listIntegrationAudit],
]

beforeAll(async () => {
  const made = await server.call('ana', custom.createCustomIntegration, {
    body: { name: 'Ledger', description: 'Counts.', permissions: ['mention'], scope },
  })
  integrationKey = made.id
  await server.call('ana', custom.createToken, { params: { integrationKey }, body: { overlapHours: 0 } })
  const account = await one<{ id: string }>(
    sql`insert into accounts (email) values ('olga@other.example') returning id`,
  )
  const { id } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('Other', 'other.example') returning id`,
  )
  await run(sql`
    insert into members (community_id, kind, account_id, name, email, role) values (${id}, 'person', ${account.id}, 'Olga', 'olga@other.example', 'system_administrator')`)
  const token = newToken()
  await run(sql`
    insert into sessions (token_hash, account_id, community_id, ends_at) values (${hashToken(token)}, ${account.id}, ${id}, now() + interval '1 hour')`)
  stranger = `${sessionCookie()}=${token}`
})

const state = async () =>
  (
    await one<{ hash: string }>(sql`
      select md5((select string_agg(t::text, '|' order by t::text) from (
        select c::text from custom_integrations c union all select a::text from apps a union all select k::text from access_tokens k
        union all select g::text from grants g union all select i::text from installations i union all select u::text from audit u) as t(t))) as hash`)
  ).hash

async function ask(route: Route, body: object | undefined, cookie: string, key: string) {
  const url = `/api${route.path.replace(':integrationKey', key).replace(':tokenId', '1')}`
  const headers = { origin: publicUrl.origin, cookie }
  const payload = route.method === 'GET' ? {} : { payload: body ?? {} }
  const answer = await server.app.inject({ method: route.method, url, headers, ...payload })
  return { status: answer.statusCode, body: answer.body.replace(/"traceId":"[^"]*"/, '') }
}

test('a member, a group’s admin and an account manager are refused, and learn nothing', async () => {
  const before = await state()
  for (const who of ['zoe', 'noor', 'mei'] as const)
    for (const [route, body] of routes) {
      const answer = await ask(route, body, await server.cookie(who), integrationKey)
      expect(answer.status, `${who} ${route.method} ${route.path}`).toBe(403)
      expect(answer.body).not.toContain('Ledger')
    }
  for (const who of ['zoe', 'noor', 'mei'] as const) {
    expect((await server.refused(who, integrations.getIntegration, { params: { integrationKey } })).status).toBe(404)
    const body = { name: 'x', description: '', permissions: [], scope }
    expect((await server.refused(who, custom.createCustomIntegration, { body })).code).toBe('forbidden')
    expect((await server.refused(who, custom.listDeletedIntegrations)).code).toBe('forbidden')
  }
  expect(await state()).toBe(before)
})

test('to the administrator of another community it is as if it were not there', async () => {
  const before = await state()
  for (const [route, body] of [...routes, [integrations.getIntegration] as const]) {
    const foreign = await ask(route, body, stranger, integrationKey)
    expect(foreign, `${route.method} ${route.path}`).toEqual(await ask(route, body, stranger, '999999999999'))
    expect([400, 404]).toContain(foreign.status)
  }
  for (const route of [custom.listDeletedIntegrations, custom.listBots, listIntegrations])
    expect((await ask(route, undefined, stranger, '')).body).not.toContain('Ledger')
  expect(await state()).toBe(before)
})
