/**
 * Whatever an administrator changes is in the audit (threats.md A30). Which routes are theirs is asked of the routes themselves: those that refuse a
 * member and not an administrator. One that nobody tries here fails by its name.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as activity from '../../contract/api/api-log.ts'
import * as badges from '../../contract/api/badges.ts'
import { endConnection } from '../../contract/api/connections.ts'
import * as custom from '../../contract/api/custom-integrations.ts'
import * as reach from '../../contract/api/group-integrations.ts'
import * as groups from '../../contract/api/groups.ts'
import * as integrations from '../../contract/api/integrations.ts'
import * as exports from '../../contract/api/log-exports.ts'
import * as oversight from '../../contract/api/oversight.ts'
import * as people from '../../contract/api/people.ts'
import * as receipts from '../../contract/api/receipts.ts'
import * as reports from '../../contract/api/reports.ts'
import * as requests from '../../contract/api/requests.ts'
import type { BodyOf, Params, Route } from '../../contract/api/route.ts'
import * as webhooks from '../../contract/api/webhooks.ts'
import { createPost } from '../../server/domain/posts/create-post.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { configureOutbound } from '../../server/platform/outbound.ts'
import { readWords } from '../../server/platform/words.ts'
import { startDeliveries } from '../../server/work/deliveries.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useReceiver } from '../harness/receiver.ts'
import { seen } from '../harness/seen.ts'
import { publicUrl, useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { makeProgram, type TestProgram } from '../harness/subscriber.ts'
import { allRoutes } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const receiver = useReceiver()
const jira = useService('jira', database, server, services)
const missing = '999999999999'
const looked = async (params: { integrationKey: string }) => {
  const { revision = '' } = await seen(server, 'ana', params)
  return { revision }
}
const nameOf = ({ method, path }: Route): string => `${method} ${path}`
let program: TestProgram
let deliveries: { stop(): Promise<void> }
/** A picture of one pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

beforeAll(async () => {
  configureOutbound({
    allow: [new URL(services.sandbox.origin).host, new URL(receiver.origin).host],
    lookup: async () => ['127.0.0.1'],
  })
  program = await makeProgram(database, 'Robot', ['read_content', 'manage_content'])
  deliveries = startDeliveries(() => {})
})
afterAll(() => deliveries.stop())

/** They change nothing: they only say what would be. */
const foresights = new Set([integrations.foreseeLeaves, requests.rehearseRules, oversight.foreseeChange].map(nameOf))

test('each of their routes is tried below', async () => {
  const theirs: string[] = []
  for (const route of (await allRoutes()).filter(one => one.method !== 'GET'))
    if (await isTheirs(route)) theirs.push(nameOf(route))
  expect(theirs.length).toBeGreaterThan(30)
  const tried = new Set(acts.map(act => nameOf(act.route)))
  expect(theirs.filter(name => !tried.has(name) && !foresights.has(name))).toEqual([])
  // Named by hand, since a member is told that there is no such thing.
  expect([...tried].filter(name => !theirs.includes(name)).sort()).toEqual(
    [nameOf(groups.appointAdmin), nameOf(people.changeRole)].filter(name => !theirs.includes(name)).sort(),
  )
}, 60_000)

async function isTheirs(route: Route): Promise<boolean> {
  for (const integrationKey of route.path.includes(':integrationKey') ? [program.id, 'hello'] : [missing]) {
    const params: Record<string, string> = { integrationKey, memberId: database.cast.people.bruno.memberId }
    const ask = async (who: 'noor' | 'ana') =>
      server.app.inject({
        method: route.method,
        url: `/api${route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? missing)}`,
        headers: { origin: publicUrl.origin, cookie: await server.session(who) },
        ...(route.body && { payload: sample(route.body) as object }),
      })
    const answer = await ask('noor')
    if (answer.statusCode === 403 && answer.json().error.code === 'forbidden') return true
  }
  return false
}

/** Something that the schema takes, so that the right is what decides. */
function sample(schema: unknown): unknown {
  const {
    type,
    properties,
    required,
    items,
    minItems,
    enum: choices,
    const: only,
    anyOf,
    minimum,
    format,
    pattern,
  } = schema as {
    type?: string
    properties?: Record<string, unknown>
    required?: string[]
    items?: unknown
    minItems?: number
    enum?: unknown[]
    const?: unknown
    anyOf?: unknown[]
    minimum?: number
    format?: string
    pattern?: string
  }
  if (only !== undefined) return only
  if (choices) return choices[0]
  if (anyOf) return sample(anyOf[0])
  if (type === 'object')
    return Object.fromEntries((required ?? []).map(name => [name, sample(properties?.[name] ?? {})]))
  if (type === 'array') return Array.from({ length: minItems ?? 0 }, () => sample(items))
  if (type === 'integer' || type === 'number') return minimum ?? 1
  if (type === 'boolean') return false
  return format === 'date-time' ? new Date().toISOString() : pattern?.includes('@') ? 'x@cobalt.example' : missing
}

interface Act<R extends Route = Route> {
  readonly route: R
  readonly action: RegExp
  readonly ask: () => Promise<{ params?: Params<R['path']>; body?: BodyOf<R> }>
}
const act = <R extends Route>(route: R, action: RegExp, ask: Act<R>['ask']): Act => ({ route, action, ask }) as Act

const key = () => ({ integrationKey: program.id })
const member = (who: 'bruno' | 'lucie') => ({ memberId: database.cast.people[who].memberId })
const hook = () => ({ ...key(), topicKey: 'group' })
const hello = { integrationKey: 'hello' }
const scope = () => ({ everyone: false as const, groupIds: [database.cast.groups.workshop] })
const consent = () => ({ permissions: ['preview_links', 'post_notices'], scope: scope() })
const newest = async (table: string): Promise<string> =>
  (await one<{ id: string }>({ text: `select id from ${table} order by id desc limit 1`, values: [] })).id
const delivery = async (): Promise<string> => {
  await createPost(database.as('noor'), { groupId: database.cast.groups.workshop, text: 'told' })
  return until(
    async () =>
      (await rows<{ id: string }>(sql`select id from deliveries where outcome = 'delivered' order by id desc`))[0]?.id,
  )
}
/** A member asks for something that nobody has enabled. */
const asked = async (integrationId: string): Promise<{ requestId: string }> => {
  await server.call('noor', requests.askForIntegration, {
    body: { integrationId, reason: 'We work with it', groupIds: [database.cast.groups.workshop] },
  })
  return { requestId: await newest('integration_requests') }
}
const overseen = async (integrationKey: string) => {
  const { row } = await server.call('ana', oversight.getOverseen, { params: { integrationKey } })
  return [{ id: row.id, revision: row.revision }]
}
const collector = {
  name: 'Ours',
  kind: 'http' as const,
  url: 'https://logs.example.com/',
  calls: true,
  audit: true,
  on: false,
}
const wish = { format: 'csv' as const, packed: false, tell: false, filter: {} }

/** In this order: later ones stand on what earlier ones made. */
const acts: readonly Act[] = [
  act(people.invitePerson, /^person\.invited$/, async () => ({
    body: { name: 'New', email: 'new@cobalt.example', role: 'member' as const },
  })),
  act(people.makeLink, /^person\./, async () => ({ params: member('lucie') })),
  act(people.changeRole, /^person\.role_changed$/, async () => ({
    params: member('lucie'),
    body: { role: 'account_manager' as const },
  })),
  act(people.deactivatePerson, /^person\.deactivated$/, async () => ({ params: member('lucie') })),
  act(people.restorePerson, /^person\.restored$/, async () => ({ params: member('lucie') })),
  act(badges.createBadge, /^badge\.created$/, async () => ({ body: { name: 'Star', description: 'Shines' } })),
  act(badges.retireBadge, /^badge\.retired$/, async () => ({
    params: { badgeId: await newest('badges where community_id > 0') },
  })),
  act(reports.settleReports, /^report\.dismissed$/, async () => {
    const post = await createPost(database.as('noor'), { groupId: database.cast.groups.workshop, text: 'rude' })
    await server.call('bruno', reports.reportContent, { params: { subjectId: post.id }, body: { reason: 'rude' } })
    return { params: { subjectId: post.id }, body: { outcome: 'dismissed' as const } }
  }),
  act(groups.appointAdmin, /^group\.admin_appointed$/, async () => {
    await run(sql`update memberships set role = 'member' where group_id = ${database.cast.groups.workshop}`)
    return {
      params: { groupId: database.cast.groups.workshop },
      body: { memberId: database.cast.people.noor.memberId },
    }
  }),
  act(custom.createCustomIntegration, /^integration\.created$/, async () => ({
    body: { name: 'Other', description: '', permissions: [], scope: scope() },
  })),
  act(custom.changeDetails, /^integration\.details_changed$/, async () => ({
    params: key(),
    body: { name: 'Robot 2', description: '', discoverable: true, owner: { role: 'system_administrator' as const } },
  })),
  act(custom.changeLogo, /^integration\.logo_changed$/, async () => ({ params: key(), body: { picture: pixel } })),
  act(custom.removeLogo, /^integration\.logo_changed$/, async () => ({ params: key() })),
  act(custom.changeSecurity, /^integration\.security_changed$/, async () => ({
    params: key(),
    body: { requireProof: true, ipAllow: [] },
  })),
  act(custom.changeDirectory, /^integration\.directory_changed$/, async () => ({
    params: key(),
    body: { invitesAtOnce: true },
  })),
  act(custom.changeLogIn, /^integration\.log_in_changed$/, async () => ({
    params: key(),
    body: { addresses: ['https://program.example/back'], devices: true },
  })),
  act(custom.showSecret, /^integration\.secret_shown$/, async () => ({ params: key() })),
  act(custom.resetSecret, /^integration\.secret_reset$/, async () => ({
    params: key(),
    body: { overlapHours: 0 } as never,
  })),
  act(custom.createToken, /^integration\.token_created$/, async () => ({
    params: key(),
    body: { overlapHours: 0 } as never,
  })),
  act(custom.endToken, /^integration\.token_ended$/, async () => ({
    params: { ...key(), tokenId: await newest('access_tokens') },
  })),
  act(custom.giveBackPermissions, /^integration\.grant_changed$/, async () => {
    await run(sql`
      insert into disuse (community_id, installation_id, permission, warned_at, ended_at)
      values (${database.cast.communityId}, ${program.installationId}, 'mention', now(), now())`)
    return { params: key(), body: { permissions: ['mention'] } }
  }),
  act(webhooks.changeWebhook, /^integration\.webhook_changed$/, async () => ({
    params: hook(),
    body: { callbackUrl: `${receiver.origin}/hook`, verifyToken: 'v', fields: ['posts'] },
  })),
  act(webhooks.showWebhookSecret, /^integration\.webhook_secret_shown$/, async () => ({ params: hook() })),
  act(webhooks.sendTestEvent, /^integration\.test_event_sent$/, async () => ({
    params: hook(),
    body: { field: 'posts' },
  })),
  act(webhooks.redeliver, /^integration\.delivery_repeated$/, async () => ({
    params: { ...key(), deliveryId: await delivery() },
  })),
  act(webhooks.redeliverMany, /^integration\.deliveries_repeated$/, async () => ({
    params: key(),
    body: { filter: {} },
  })),
  act(webhooks.stopRedelivery, /^integration\.deliveries_stopped$/, async () => {
    await until(async () => (await one<{ state: string }>(sql`select state from redeliveries`)).state === 'done')
    await run(sql`update redeliveries set state = 'running'`)
    return { params: { ...key(), redeliveryId: await newest('redeliveries') } }
  }),
  act(webhooks.resumeWebhooks, /^integration\.webhooks_resumed$/, async () => {
    await run(sql`
      insert into webhook_health (community_id, installation_id, failures, rests_until, rests)
      values (${database.cast.communityId}, ${program.installationId}, 9, now() + interval '1 hour', 1)
      on conflict (community_id, installation_id) do update set rests_until = excluded.rests_until, failures = 9`)
    return { params: key() }
  }),
  act(webhooks.removeWebhook, /^integration\.webhook_removed$/, async () => ({ params: hook() })),
  act(integrations.enableIntegration, /^integration\.enabled$/, async () => ({
    params: hello,
    body: { ...consent(), settings: { secret: 'a secret of hello' } },
  })),
  act(integrations.changeGrant, /^integration\.grant_changed$/, async () => ({
    params: hello,
    body: { permissions: ['preview_links'], scope: { everyone: true as const }, ...(await looked(hello)) },
  })),
  act(integrations.changeSettings, /^integration\.settings_changed$/, async () => ({
    params: hello,
    body: { settings: { secret: 'another secret of hello' } },
  })),
  act(integrations.reconnect, /^integration\.reconnect_begun$/, async () => {
    await jira.enable(['workshop'], 'bruno')
    return { params: jira.params }
  }),
  act(endConnection, /^account\.disconnected$/, async () => {
    await jira.linkAs('lucie', 'zoe')
    await run(sql`update members set active = false where id = ${database.cast.people.lucie.memberId}`)
    return { params: { ...jira.params, accountId: await newest('linked_accounts') } }
  }),
  act(integrations.replayInboundEvent, /^integration\.event_replayed$/, async () => {
    const { id } = await one<{ id: string }>(
      sql`select id from installations where integration_id = 'jira' and state = 'enabled'`,
    )
    await run(sql`
      insert into inbound_events (community_id, installation_id, delivery_key, outcome, reason, request)
      values (${database.cast.communityId}, ${id}, 'one', 'parked', 'failed', '\\x00')`)
    return { params: { ...jira.params, eventId: await newest('inbound_events') } }
  }),
  act(integrations.disableIntegration, /^integration\.disabled$/, async () => ({ params: hello })),
  act(integrations.restoreIntegration, /^integration\.restored$/, async () => ({ params: hello })),
  act(integrations.removeIntegration, /^integration\.(?:removed|deleted)$/, async () => ({ params: key() })),
  act(custom.undeleteIntegration, /^integration\.undeleted$/, async () => ({ params: key() })),
  act(reach.putIntegrationBack, /^integration\.put_back$/, async () => {
    await run(
      sql`update memberships set role = 'admin' where group_id = ${database.cast.groups.workshop} and member_id = ${database.cast.people.noor.memberId}`,
    )
    const params = { ...key(), groupId: database.cast.groups.workshop }
    await server.call('noor', reach.removeIntegrationFromGroup, { params })
    return { params }
  }),
  act(reach.changeGroupsConfigure, /^integration\.groups_configure_changed$/, async () => ({
    params: jira.params,
    body: { allowed: false },
  })),
  act(integrations.changeOwner, /^integration\.owner_changed$/, async () => ({
    params: jira.params,
    body: { owner: { role: 'account_manager' as const } },
  })),
  act(requests.markRequestSeen, /^request\.seen$/, async () => ({ params: await asked('zoom') })),
  act(requests.declineRequest, /^request\.declined$/, async () => ({
    params: { requestId: await newest('integration_requests') },
    body: { reason: 'Another tool does it.' },
  })),
  act(requests.approveRequest, /^request\.approved$/, async () => ({
    params: await asked('bluejeans'),
    body: { permissions: ['preview_links'], scope: scope(), settings: {} },
  })),
  act(requests.changeRequestPolicy, /^request\.policy_changed$/, async () => ({
    body: { rules: [], ownText: 'Ask the help desk', ownUrl: null, version: 0 },
  })),
  act(oversight.makeChange, /^integration\.grant_changed$/, async () => ({
    body: {
      items: await overseen(program.id),
      change: { kind: 'take' as const, permissions: ['manage_content' as const] },
    },
  })),
  act(oversight.undoChange, /^integration\.grant_changed$/, async () => ({
    params: { changeId: await newest('grant_changes') },
  })),
  act(receipts.killIntegration, /^integration\.killed$/, async () => ({ params: hello })),
  act(activity.changeLogSettings, /^log\.kept_for$/, async () => ({ body: { days: 30 as const } })),
  act(activity.addCollector, /^collector\.added$/, async () => ({ body: collector })),
  act(activity.changeCollector, /^collector\.changed$/, async () => ({
    params: { collectorId: await newest('collectors') },
    body: { ...collector, name: 'Theirs' },
  })),
  act(activity.removeCollector, /^collector\.removed$/, async () => ({
    params: { collectorId: await newest('collectors') },
  })),
  act(exports.exportCalls, /^log\.calls_exported$/, async () => ({ body: wish })),
  act(exports.exportAudit, /^log\.audit_exported$/, async () => ({ body: wish })),
  act(exports.removeLogExport, /^log\.export_removed$/, async () => ({
    params: { exportId: await newest('log_exports') },
  })),
]

interface Written {
  action: string
  actor_id: string | null
  address: string | null
  subject: string
}

test.each(acts.map(one => [nameOf(one.route), one] as const))('%s', async (_name, { route, action, ask }) => {
  const asked = await ask()
  const { last } = await one<{ last: string }>(sql`select nextval('ids') as last`)
  await server.call('ana', route, asked as never)
  const written = await rows<Written>(
    sql`select action, actor_id, address, subject from audit where id > ${last} and actor_id = ${database.cast.people.ana.memberId} order by id`,
  )
  const fitting = written.find(entry => action.test(entry.action))
  expect(fitting, JSON.stringify(written)).toMatchObject({ address: '127.0.0.1' })
  for (const words of [readWords('en'), readWords('fr')])
    expect(words[`audit.subject.${fitting?.subject}`], fitting?.subject).toBeTruthy()
})
