/** What a service should not send, or sends at the wrong time, at the real door: never a fault, no row for what is refused, no post that is not wanted. */
import { request as callRaw } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { listConnections } from '../../contract/api/connections.ts'
import { archiveGroup, restoreGroup } from '../../contract/api/groups.ts'
import { getIntegration, listInboundEvents, replayInboundEvent } from '../../contract/api/integrations.ts'
import { listNotifications } from '../../contract/api/notifications.ts'
import { deactivatePerson, restorePerson } from '../../contract/api/people.ts'
import type { CastGroupName } from '../../sandbox/cast.ts'
import { requestContext } from '../../server/domain/inbound/accept-event.ts'
import { secretContext } from '../../server/domain/inbound/subscriptions.sql.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { one, rows, run, sql } from '../../server/platform/db.ts'
import { openText, seal } from '../../server/platform/secrets.ts'
import { until, untilSubscribed, useDatabase } from '../harness/database.ts'
import { regrant } from '../harness/seen.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { rowsWith } from '../harness/sweep.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useService('jira', database, server, services)
const zoom = useService('zoom', database, server, services)
const addresses = { jira: '', zoom: '' }

beforeAll(async () => {
  await jira.enable(['workshop', 'operations'], 'bruno', { deployment: 'cloud' })
  await zoom.enable(['workshop'], 'zu-bruno', { cloud: 'commercial', secretToken: 'zoom-secret-token' })
  await zoom.hookByHand()
  await untilSubscribed(jira.played().desk.hooks)
  for (const group of ['workshop', 'operations'] as const) await jira.route(group, 'group', 'each')
  for (const { params } of [jira, zoom]) {
    const id = params.integrationKey as 'jira' | 'zoom'
    addresses[id] = (await server.call('ana', getIntegration, { params })).admin?.webhookUrl ?? ''
  }
}, 30_000)
afterEach(() => moveClock(0))

const kept = async (): Promise<number> => (await rows(sql`select from inbound_events`)).length
const settled = () =>
  until(async () => (await rows(sql`select from inbound_events where outcome = 'waiting'`)).length === 0)

function delivery(service: typeof jira, event: string) {
  const { desk, sandbox } = service.played()
  const [hook = { url: '' }] = [...desk.hooks.values()]
  const delivery = sandbox.deliver(event, hook, desk)
  if (!delivery) throw new Error(`nobody is told of “${event}”`)
  return delivery
}

const post = (id: 'jira' | 'zoom', { headers, body }: { headers: Readonly<Record<string, string>>; body: string }) =>
  fetch(addresses[id], { method: 'POST', headers, body })

describe('bodies', () => {
  /** Sends until it is answered or cut off; answers the status, and how much went out. */
  function pour(
    megabytes: number,
    headers: Record<string, string | number>,
  ): Promise<{ status: number; sent: number }> {
    return new Promise((resolve, reject) => {
      const part = Buffer.alloc(1_000_000, 120)
      let [sent, status] = [0, 0]
      const call = callRaw(addresses.jira, { method: 'POST', headers }, answer => {
        status = answer.statusCode ?? 0
        answer.resume()
        answer.on('close', () => resolve({ status, sent }))
      })
      call.on('error', problem => (status ? resolve({ status, sent }) : reject(problem)))
      const next = (): void => {
        if (status || call.destroyed) return
        if (sent === megabytes) return void call.end()
        sent++
        if (call.write(part)) setImmediate(next)
        else call.once('drain', next)
      }
      next()
    })
  }

  test.each([
    ['announced', { 'content-type': 'application/json', 'content-length': 50_000_000 }],
    ['in parts, without saying how much', { 'content-type': 'application/json' }],
    ['of no kind', { 'transfer-encoding': 'chunked' }],
  ])('fifty megabytes %s are cut off before anything is computed over them', async (_, headers) => {
    const [before, memory] = [await kept(), process.memoryUsage().rss]
    const { status, sent } = await pour(50, headers)
    expect(status).toBe(413)
    expect(sent).toBeLessThan(50)
    expect(await kept()).toBe(before)
    expect((process.memoryUsage().rss - memory) / 1e6).toBeLessThan(100)
    expect((await server.app.inject('/health/live')).statusCode).toBe(200)
  })

  test.each([
    'text/plain',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'image/png',
  ])('what is proved is taken as it is, whatever it calls itself: %s', async type => {
    const before = await kept()
    const { headers, body } = delivery(jira, 'OPS-1 moves to Done')
    expect((await post('jira', { headers: { ...headers, 'content-type': type }, body })).status).toBe(200)
    expect(await kept()).toBe(before + 1)
  })

  test.each([
    ['a kind that is none', { 'content-type': ';;;' }],
    ['two kinds', { 'content-type': 'application/json, text/plain' }],
    ['packed', { 'content-encoding': 'gzip' }],
  ])('%s is never a fault', async (_, headers) => {
    const one = delivery(jira, 'OPS-1 moves to Done')
    expect((await post('jira', { ...one, headers: { ...one.headers, ...headers } })).status).toBeLessThan(500)
  })

  test.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '\u0000',
    '[null]',
    '{"webhookEvent":{}}',
    '{"webhookEvent":"jira:issue_updated","issue":null}',
  ])('proved nonsense is kept, and the administrator reads why: %j', async body => {
    const { headers } = delivery(jira, 'OPS-1 moves to Done')
    expect((await post('jira', { headers, body })).status).toBe(200)
    await settled()
    const { items } = await server.call('ana', listInboundEvents, { params: jira.params, query: { limit: 1 } })
    expect(items[0]?.outcome).toMatch(/^(?:unrecognised|ignored)$/)
    expect(items[0]?.reason).toBeTruthy()
  })

  test.each([
    ['an event that is called as every object’s own', { event: 'constructor' }, 'unrecognised'],
    [
      'an id that no database takes',
      { payload: { object: { id: 85047333470, uuid: 'a\u0000b\ud800', topic: '\u0000' } } },
      'ignored',
    ],
  ])('proved, %s is no fault', async (_, odd, outcome) => {
    const { body } = delivery(zoom, 'The loading plan starts')
    const text = JSON.stringify({ ...JSON.parse(body), ...odd })
    const { desk, sandbox } = zoom.played()
    const [hook = { url: '' }] = [...desk.hooks.values()]
    const { headers = {} } = sandbox.prove?.(Buffer.from(text), hook, desk) ?? {}
    expect((await post('zoom', { headers, body: text })).status).toBe(200)
    await settled()
    const { items } = await server.call('ana', listInboundEvents, { params: zoom.params, query: { limit: 1 } })
    expect(items[0]?.outcome).toBe(outcome)
  })

  test('one byte of a signed body changed is refused, in the words for an address that is not there', async () => {
    const before = await kept()
    const { headers, body } = delivery(zoom, 'The loading plan starts')
    const wrong = await post('zoom', { headers, body: body.replace('meeting', 'Meeting') })
    const nowhere = await fetch(`${addresses.zoom}x`, { method: 'POST', headers, body })
    expect([wrong.status, await wrong.text()]).toEqual([401, 'refused'])
    expect([nowhere.status, await nowhere.text()]).toEqual([401, 'refused'])
    expect(await kept()).toBe(before)
  })
})

describe('what is refused is counted, and told to administrators', () => {
  const refused = async (id: 'jira' | 'zoom') =>
    Object.fromEntries(
      (await server.call('ana', listConnections, { params: { integrationKey: id }, query: {} })).refused.map(one => [
        one.reason,
        one.count,
      ]),
    )

  test('a signature that does not fit, and a body too long, each by the number, with nothing kept of them', async () => {
    // What was refused before is written by then.
    await pause(1_200)
    await run(sql`delete from hook_refusals`)
    const { headers, body } = delivery(zoom, 'The loading plan starts')
    const [before, word] = [await kept(), 'a-stranger-s-own-word']
    for (let n = 0; n < 30; n++) expect((await post('zoom', { headers, body: `${body} ${word}` })).status).toBe(401)
    expect((await fetch(`${addresses.zoom}x`, { method: 'POST', headers, body })).status).toBe(401)
    expect((await post('zoom', { headers, body: 'x'.repeat(1_048_577) })).status).toBe(413)
    await until(async () => (await refused('zoom')).too_large === 1)
    expect(await refused('zoom')).toEqual({ proof: 30, too_large: 1 })
    expect(await refused('jira')).toEqual({})
    expect(await kept()).toBe(before)
    expect((await rows(sql`select from hook_refusals`)).length).toBeLessThanOrEqual(4)
    expect(await rowsWith(word)).toEqual([])
  })

  test('what is told of a subscription that is not ours any more gets its usual answer, is counted, and is not read, also beside what is ours', async () => {
    const sharepoint = useService('sharepoint', database, server, services)
    await sharepoint.enable(['workshop'], sharepoint.played().sandbox.people[0]?.id ?? '', {
      cloud: 'worldwide',
      tenant: 'organizations',
    })
    const { id } = await one<{ id: string }>(sql`select id from installations where integration_id = 'sharepoint'`)
    await run(sql`
      insert into subscriptions (community_id, installation_id, external_id, sealed)
      values (${database.cast.communityId}, ${id}, 'ours', ${seal('state', secretContext(id))})`)
    const address = (await server.call('ana', getIntegration, { params: sharepoint.params })).admin?.webhookUrl ?? ''
    const { desk, sandbox } = sharepoint.played()
    desk.hooks.set('ours', { url: address, secret: 'state' })
    const before = await kept()
    type Entry = readonly [subscriptionId: string, clientState: string]
    const told = async (...entries: Entry[]) => {
      const value = entries.map(([subscriptionId, clientState]) => ({
        subscriptionId,
        clientState,
        changeType: 'updated',
      }))
      return (await fetch(address, { method: 'POST', body: JSON.stringify({ value }) })).status
    }
    const gone: Entry = ['gone', 'x']
    const guessed: Entry = ['ours', 'x']
    expect([await told(gone), await told(gone, guessed), await told(guessed), await told()]).toEqual([
      202, 401, 401, 401,
    ])
    // From the sandbox's own page: alone, and beside a change of ours.
    const [alone = '', beside = ''] = sandbox.strays ?? []
    const press = async (event: string) =>
      (
        await fetch(`${services.sandbox.origin}/sharepoint/`, { method: 'POST', body: new URLSearchParams({ event }) })
      ).text()
    expect(await press('')).toContain(alone)
    expect(await press(alone)).toContain('answered 202')
    expect(await kept()).toBe(before)
    expect(await press(beside)).toContain('answered 202')
    expect(await told(guessed, ['ours', 'state'])).toBe(202)
    const counts = async () =>
      (await server.call('ana', listConnections, { params: sharepoint.params, query: {} })).refused.map(
        ({ reason, count }) => [reason, count],
      )
    const all = JSON.stringify([
      ['proof', 4],
      ['stray', 3],
    ])
    await until(async () => JSON.stringify(await counts()) === all)
    const requests = await rows<{ request: Buffer }>(
      sql`select request from inbound_events where installation_id = ${id}`,
    )
    const bodies = requests.map(({ request }) => {
      const { body } = JSON.parse(openText(request, requestContext(id)))
      return JSON.parse(Buffer.from(body, 'base64').toString()).value
    })
    const ours = [expect.objectContaining({ subscriptionId: 'ours', clientState: 'state' })]
    expect(bodies).toEqual([ours, ours])
  })

  test('a service that documents longer bodies is heard to the end of them', async () => {
    const github = useService('github', database, server, services)
    await github.enable(['workshop'], github.played().sandbox.people[0]?.id ?? '', { secret: 'github-secret' })
    const admin = (await server.call('ana', getIntegration, { params: github.params })).admin
    const long = (bytes: number) =>
      fetch(admin?.webhookUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: 'x'.repeat(bytes),
      })
    // Heard, and refused for what it is; one byte more is not heard.
    expect((await long(25 * 1_048_576)).status).toBe(401)
    expect((await long(25 * 1_048_576 + 1)).status).toBe(413)
  })
})

test.each([1, -1])(
  'a clock %i hour off: what is too old or not yet is refused, and taken when the clocks agree',
  async hours => {
    const before = await kept()
    for (const [id, one] of [
      ['zoom', delivery(zoom, 'The loading plan starts')],
      ['jira', delivery(jira, 'OPS-1 moves to Done')],
    ] as const) {
      moveClock(hours * 3_600_000)
      // A token says only until when it holds: an hour behind, it still does.
      expect((await post(id, one)).status, id).toBe(id === 'jira' && hours < 0 ? 200 : 401)
      moveClock(hours > 0 ? 240_000 : -240_000)
      expect((await post(id, one)).status, id).toBe(200)
    }
    expect(await kept()).toBe(before + 2)
    // What comes of them would count for what is fired next.
    await settled()
  },
)

describe('at the wrong time', () => {
  const posted = async (group: CastGroupName): Promise<number> => (await jira.notices('noor', group)).length
  const scopeTo = (...groups: CastGroupName[]) =>
    regrant(server, 'ana', jira.params, {
      permissions: ['preview_links', 'post_notices', 'act_for_members'],
      scope: { everyone: false, groupIds: groups.map(jira.group) },
    })

  /** Fires one event; answers how many posts came of it in each group. */
  async function comesOf(event = 'OPS-1 moves to Done'): Promise<{ workshop: number; operations: number }> {
    const before = { workshop: await posted('workshop'), operations: await posted('operations') }
    expect(await jira.played().fire(event)).toEqual([200])
    await settled()
    return {
      workshop: (await posted('workshop')) - before.workshop,
      operations: (await posted('operations')) - before.operations,
    }
  }
  const newest = async () =>
    (await server.call('ana', listInboundEvents, { params: jira.params, query: { limit: 1 } })).items[0]

  test('an archived group stays as it is; an event that nobody was left to read can be replayed once somebody is', async () => {
    const [workshop, operations] = (['workshop', 'operations'] as const).map(name => ({ groupId: jira.group(name) }))
    if (!workshop || !operations) throw new Error('the cast has no such group')
    await server.call('bruno', archiveGroup, { params: workshop })
    expect(await comesOf()).toEqual({ workshop: 0, operations: 1 })
    await server.call('noor', archiveGroup, { params: operations })
    expect(await comesOf()).toEqual({ workshop: 0, operations: 0 })
    const event = await newest()
    expect(event).toMatchObject({ outcome: 'ignored', reason: 'no_route' })
    await server.call('bruno', restoreGroup, { params: workshop })
    const before = await posted('workshop')
    const params = { ...jira.params, eventId: event?.id ?? '' }
    await server.call('ana', replayInboundEvent, { params })
    await settled()
    expect(await posted('workshop')).toBe(before + 1)
    expect((await newest())?.outcome).toBe('posted')
    expect((await server.refused('ana', replayInboundEvent, { params })).code).toBe('already_settled')
    await server.call('noor', restoreGroup, { params: operations })
  })

  test('a group that is out of scope hears nothing, though it asked once', async () => {
    await scopeTo('operations')
    expect(await comesOf()).toEqual({ workshop: 0, operations: 1 })
    await scopeTo('workshop', 'operations')
    expect(await comesOf()).toEqual({ workshop: 1, operations: 1 })
  })

  test('about a person whose seat is gone: said in the group, told to nobody who is gone', async () => {
    await jira.linkAs('bruno', 'bruno')
    const { memberId } = database.cast.people.bruno
    await server.call('ana', deactivatePerson, { params: { memberId } })
    expect(await comesOf('OPS-1 gets a comment')).toEqual({ workshop: 1, operations: 1 })
    const [notice = ''] = await jira.notices('noor', 'workshop')
    expect((await jira.notice('noor', notice)).sentence).toBeTruthy()
    const calls = jira.played().calls.length
    expect((await server.refused('bruno', listNotifications)).status).toBe(401)
    await server.call('ana', restorePerson, { params: { memberId } })
    expect(jira.played().calls.length).toBe(calls)
  })
})
