import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../connectors/catalog.ts'
import type { Sandbox } from '../../connectors/sandbox.ts'
import { followThing } from '../../contract/api/group-integrations.ts'
import { getIntegration, listInboundEvents, removeIntegration } from '../../contract/api/integrations.ts'
import type { FormValues } from '../../contract/form.ts'
import { secretContext, secretsByKey } from '../../server/domain/inbound/subscriptions.sql.ts'
import { installationByKey } from '../../server/domain/integrations/installations.sql.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { openText } from '../../server/platform/secrets.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'
import { sharedFixtures } from './described.ts'
import { sandboxOf } from './fixtures.ts'
import { type Settings, settingsOf } from './played-client.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)

interface Case {
  readonly id: string
  readonly form: string
  readonly sandbox: Sandbox
  readonly follows: boolean
  /** Does the connector make subscriptions by itself? */
  readonly subscribes: boolean
  /** In bytes. */
  readonly largestBody: number
  /** Does it speak of nothing but subscriptions that were never made? */
  stray(body: Buffer): boolean
  settings(): FormValues
}

/** Every connector whose payloads others have published, in every form its settings give it; apart from them, those that are told nothing. */
const cases: Case[] = []
const untold: Case[] = []
/** Where nobody's payloads are there, each is a case that was skipped, by name. */
const skipped: string[] = []
for (const [id, listed] of await readCatalog()) {
  const sandbox = await sandboxOf(id)
  if (sandbox?.prove && !existsSync(sharedFixtures)) skipped.push(id)
  if (!sandbox || payloadsOf(id).length === 0) continue
  const follows = listed.connector.events?.follow !== undefined
  for (const settings of settingsOf(listed, sandbox))
    (sandbox.prove ? cases : untold).push({
      id,
      follows,
      subscribes: follows || listed.connector.events?.subscribe !== undefined,
      largestBody: listed.connector.events?.largestBody ?? 1_048_576,
      stray: body =>
        listed.connector.events?.isStray?.({ method: 'POST', query: {}, headers: {}, body }, new Set()) ?? false,
      form: Object.values(settings).join(', '),
      sandbox,
      settings: () => placed(id, settings),
    })
}

/** A server that the customer runs has the address of the played one. */
const placed = (id: string, settings: Settings): FormValues =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' && URL.canParse(value) ? `${services.sandbox.origin}/${id}/site` : (value as string),
    ]),
  )

interface Payload {
  readonly from: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A file is a body; or one request, or several, written down with their headers. */
function payloadsOf(id: string): Payload[] {
  return ['webhooks', 'events'].flatMap(name => {
    const folder = `${sharedFixtures}/${id}/${name}`
    return (existsSync(folder) ? readdirSync(folder) : []).flatMap(file => requestsIn(`${folder}/${file}`))
  })
}

function requestsIn(from: string): Payload[] {
  const bytes = readFileSync(from)
  const written = JSON.parse(bytes.toString())
  const requests = [written?.request ?? written].flat().filter(one => typeof one?.body === 'string' && one.headers)
  if (requests.length === 0) return [{ from, headers: { 'content-type': 'application/json' }, body: bytes }]
  return requests.map(({ headers, body }) => ({ from, headers: plainly(headers), body: Buffer.from(body) }))
}

function plainly(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name !== 'content-length'),
  )
}

test.skip.each(skipped)(
  'every payload of %s through the real door (skipped: the shared fixtures are not there)',
  () => {},
)

describe.each(cases)(
  'every payload of $id through the real door ($form)',
  ({ id, sandbox, follows, subscribes, largestBody, stray, settings }) => {
    const service = useService(id, database, server, services)
    const payloads = payloadsOf(id)
    let address = ''

    beforeAll(async () => {
      await service.enable(['workshop'], sandbox.people[0]?.id ?? '', settings())
      address = (await server.call('ana', getIntegration, { params: service.params })).admin?.webhookUrl ?? ''
      await service.route('workshop', 'group', 'each')
      if (!follows) return
      // The service is told of a thing once a group follows it; some with the follower's account.
      await service.linkAs('ana', sandbox.people[0]?.id ?? '')
      const subjectId = await service.paste('noor', 'workshop', sandbox.links(service.played().desk)[0]?.url ?? '')
      await server.call('ana', followThing, { params: { subjectId, linkKey: '0' } })
      await until(async () => (await followed()).length > 0)
    })

    afterAll(async () => {
      await server.call('ana', removeIntegration, { params: service.params })
      await until(() => service.played().desk.hooks.size === 0)
    })

    const key = () => new URL(address).pathname.split('/').pop() ?? ''

    /** Things of this app, not of the app before it, that the service is to tell of. */
    const followed = () =>
      rows(sql`
      select from subscriptions s join installations i on i.community_id = s.community_id and i.id = s.installation_id
      where i.inbound_key = ${key()} and s.sealed is not null and s.item is not null`)

    /** Is what the service signs with kept here? It counts by what it is: one that ends may be kept beside one that is still being made. */
    const agreed = async (): Promise<boolean> => {
      const [hook] = service.played().desk.hooks.values()
      if (hook?.secret === undefined) return hook !== undefined
      const row = await installationByKey(key())
      const sealed = await secretsByKey(key())
      return row !== undefined && sealed.some(one => openText(one, secretContext(row.id)) === hook.secret)
    }

    const proofAt = (body: Buffer, now: number) => {
      const { desk } = service.played()
      const hook = [...desk.hooks.values()][0] ?? { url: address, secret: sandbox.handMade?.secret }
      return sandbox.prove?.(body, hook as { url: string }, { ...desk, now: () => now })
    }
    const proven = ({ headers, body }: Omit<Payload, 'from'>, now = Date.now()) => {
      const proof = proofAt(body, now)
      return { headers: { ...headers, ...proof?.headers }, body: proof?.body ?? body }
    }
    const send = (delivery: { headers: Readonly<Record<string, string>>; body: Buffer | string }) =>
      fetch(address, { method: 'POST', ...delivery })

    test('is answered in time and its outcome recorded, however odd it is', async () => {
      for (const payload of payloads) {
        // It subscribes in its own time, and anew after some payloads: a secret proves nothing before it is kept here.
        if (subscribes) await until(agreed)
        const began = performance.now()
        const answer = await send(proven(payload))
        expect(answer.ok, `${payload.from}: ${answer.status}`).toBe(true)
        expect(performance.now() - began, `${payload.from} took too long`).toBeLessThan(3_000)
      }
      await until(async () => {
        const waiting = await rows(sql`select from inbound_events where outcome = 'waiting'`)
        return waiting.length === 0
      })
      const outcomes = await rows<{ outcome: string; reason: string | null; event: string | null }>(sql`
      select e.outcome, e.reason, e.event from inbound_events e join installations i using (community_id)
      where i.id = e.installation_id and i.integration_id = ${id} and i.state = 'enabled'`)
      expect(outcomes.length).toBeGreaterThan(0)
      for (const { outcome, reason } of outcomes) {
        expect(['posted', 'ignored', 'unrecognised']).toContain(outcome)
        if (outcome !== 'posted') expect(reason).not.toBeNull()
      }
      const { items } = await server.call('ana', listInboundEvents, { params: service.params, query: { limit: 100 } })
      expect(items.length).toBe(Math.min(100, outcomes.length))
      for (const { outcome, reason, sentence } of items)
        if (outcome !== 'posted') expect(sentence, String(reason)).not.toBeNull()
    }, 30_000)

    test('without proof, with another’s, or changed on the way it is nobody’s', async () => {
      const before = await rows(sql`select from inbound_events`)
      const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = payloads
      const good = proven({ body, headers })
      const other = proven({ headers, body: Buffer.from('something else') })
      // Published payloads name subscriptions of others: where the service wants that, they are dropped with its usual answer.
      const unproven = await send({ headers: { 'content-type': 'text/plain' }, body })
      expect(unproven.status).toBe(stray(body) ? 202 : 401)
      // Some services sign what they send; others only show that they know a secret.
      if (JSON.stringify(good.headers) !== JSON.stringify(other.headers)) {
        expect((await send({ ...good, body: Buffer.concat([body, Buffer.from(' ')]) })).status).toBe(401)
        expect((await send({ ...good, headers: other.headers })).status).toBe(401)
      }
      expect((await send({ ...good, body: Buffer.alloc(largestBody + 1, 32) })).status).toBe(413)
      expect((await fetch(address.replace(/.$/, 'x'), { method: 'POST', ...good })).status).toBe(401)
      expect(await rows(sql`select from inbound_events`)).toHaveLength(before.length)
    })

    test('delivered twice it has one effect', async () => {
      const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = payloads
      const delivery = proven({ body, headers })
      await send(delivery)
      const settled = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)
      await settled()
      const before = await effects()
      for (let turn = 0; turn < 3; turn++) expect((await send(delivery)).ok).toBe(true)
      await settled()
      expect(await effects()).toEqual(before)
    })

    test('a doubled header is nobody’s proof', async () => {
      const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = payloads
      const proof = Object.entries(proofAt(body, Date.now())?.headers ?? {}).filter(([name]) => name !== 'content-type')
      // Some prove themselves by what stands in the body.
      if (proof.length === 0) return
      const before = await rows(sql`select from inbound_events`)
      const once = Object.entries({ 'content-type': 'application/json', ...headers, ...Object.fromEntries(proof) })
      for (const again of [proof, proof.map(([name]) => [name, 'another'] as const)])
        expect(await sendRaw(address, [...once, ...again].flat(), body)).toBe(401)
      expect(await rows(sql`select from inbound_events`)).toHaveLength(before.length)
    })

    test('said an hour ago, or in an hour, it is refused where the service says when', async () => {
      const [{ body, headers } = { body: Buffer.alloc(0), headers: {} }] = payloads
      const now = Date.now()
      const dated = JSON.stringify(proofAt(body, now)) !== JSON.stringify(proofAt(body, now - 3_600_000))
      // A bearer token says only until when it holds.
      const ahead = proofAt(body, now)?.headers.authorization === undefined ? [now + 3_600_000] : []
      for (const when of [now - 3_600_000, ...ahead])
        expect((await send(proven({ body, headers }, when))).ok, new Date(when).toISOString()).toBe(!dated)
    })

    /** Notices, and events that are not alike: a thin one says only that something happened, as often as it likes. */
    const effects = async () => ({
      notices: (await rows(sql`select from notices`)).length,
      entries: (await rows(sql`select from notice_entries`)).length,
      told: (await rows(sql`select from inbound_events where reason is distinct from 'read_again'`)).length,
    })
  },
)

/** Several headers of one name, as `fetch` would not send them. */
const sendRaw = (address: string, headers: readonly string[], body: Buffer): Promise<number> =>
  new Promise((resolve, reject) => {
    const call = request(address, {
      method: 'POST',
      headers: ['host', new URL(address).host, ...headers, 'content-length', String(body.length)],
    })
    call.on('response', answer => resolve(answer.resume().statusCode ?? 0)).on('error', reject)
    call.end(body)
  })

describe.each(untold)('$id tells nobody', ({ id, sandbox, settings }) => {
  const service = useService(id, database, server, services)

  test('what is posted in its name is refused, and leaves nothing', async () => {
    await service.enable(['workshop'], sandbox.people[0]?.id ?? '', settings())
    const address = (await server.call('ana', getIntegration, { params: service.params })).admin?.webhookUrl
    const before = await rows(sql`select from inbound_events`)
    for (const { headers, body } of payloadsOf(id))
      if (address) expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(401)
    expect(await rows(sql`select from inbound_events`)).toHaveLength(before.length)
    await server.call('ana', removeIntegration, { params: service.params })
  })
})
