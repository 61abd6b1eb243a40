import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sign } from '../../connectors/signatures.ts'
import { getIntegration, listInboundEvents, removeIntegration } from '../../contract/api/integrations.ts'
import type { FormValues } from '../../contract/form.ts'
import { rows, sql } from '../../server/platform/db.ts'
import { until, useDatabase } from '../harness/database.ts'
import { useServer } from '../harness/server.ts'
import { useService } from '../harness/service.ts'
import { useServices } from '../harness/services.ts'

const shared = process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname

/** How an app's payloads are proved at our door: the headers for a body. */
type Prove = (body: Buffer) => Readonly<Record<string, string>>
const hex = (secret: string) => (body: Buffer | string) => sign({ algorithm: 'sha256', encoding: 'hex' }, body, secret)
const seconds = (): string => String(Math.floor(Date.now() / 1_000))

interface Case {
  readonly id: string
  readonly form: string
  readonly person: string
  readonly settings: FormValues | (() => FormValues)
  readonly prove: Prove
}

const jwt: Prove = () => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iat: Number(seconds()), exp: Number(seconds()) + 180 })}`
  return {
    authorization: `Bearer ${claims}.${sign({ algorithm: 'sha256', encoding: 'base64url' }, claims, 'a-client-secret')}`,
  }
}

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)

const cases: readonly Case[] = [
  { id: 'jira', form: 'the app’s token', person: 'bruno', settings: { deployment: 'cloud' }, prove: jwt },
  {
    id: 'jira',
    form: 'the webhook’s secret',
    person: 'bruno',
    settings: () => ({ deployment: 'data_center', siteUrl: `${services.sandbox.origin}/jira/site` }),
    prove(body) {
      const [hook] = [...services.sandbox.service('jira').desk.hooks.values()]
      return { 'x-hub-signature': `sha256=${hex(hook?.secret ?? '')(body)}` }
    },
  },
  {
    id: 'zoom',
    form: 'the secret token',
    person: 'zu-bruno',
    settings: { cloud: 'commercial', secretToken: 'door' },
    prove(body) {
      const stamp = seconds()
      return {
        'x-zm-request-timestamp': stamp,
        'x-zm-signature': `v0=${hex('door')(`v0:${stamp}:${body.toString()}`)}`,
      }
    },
  },
  {
    id: 'surveymonkey',
    form: 'the client’s secret',
    person: '5001',
    settings: { region: 'us' },
    prove: body => ({
      'sm-apikey': 'client',
      'sm-signature': sign({ algorithm: 'sha1', encoding: 'base64' }, body, 'client&a-client-secret'),
    }),
  },
]

describe.each(cases)(
  'every payload of $id through the real door, proved by $form',
  ({ id, person, settings, prove }) => {
    const service = useService(id, database, server, services)
    const files = ['webhooks', 'events'].flatMap(name => {
      const folder = `${shared}/${id}/${name}`
      return existsSync(folder) ? readdirSync(folder).map(file => `${folder}/${file}`) : []
    })
    let address = ''

    beforeAll(async () => {
      await service.enable(['workshop'], person, typeof settings === 'function' ? settings() : settings)
      address = (await server.call('ana', getIntegration, { params: service.params })).admin?.webhookUrl ?? ''
      await service.route('workshop', 'group', 'each')
    })

    afterAll(async () => {
      await server.call('ana', removeIntegration, { params: service.params })
      await until(() => service.played().desk.hooks.size === 0)
    })

    const send = (body: Buffer, headers: Readonly<Record<string, string>>) =>
      fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

    test('is answered in time and its outcome recorded, however odd it is', async () => {
      expect(files.length, 'the shared fixtures are not there').toBeGreaterThan(0)
      let events = 0
      for (const file of files) {
        const body = readFileSync(file)
        const began = performance.now()
        const answer = await send(body, prove(body))
        expect(answer.status, file).toBe(200)
        expect(performance.now() - began, `${file} took too long`).toBeLessThan(3_000)
        // A handshake is answered, not recorded.
        events += (await answer.text()) === 'ok' ? 1 : 0
      }
      await until(async () => {
        const waiting = await rows(sql`select from inbound_events where outcome = 'waiting'`)
        return waiting.length === 0
      })
      const outcomes = await rows<{ outcome: string; reason: string | null; event: string | null }>(sql`
      select e.outcome, e.reason, e.event from inbound_events e join installations i using (community_id)
      where i.id = e.installation_id and i.integration_id = ${id} and i.state = 'enabled'`)
      expect(outcomes.length).toBeGreaterThan(0)
      expect(outcomes.length).toBeLessThanOrEqual(events)
      for (const { outcome, reason } of outcomes) {
        expect(['posted', 'ignored', 'unrecognised']).toContain(outcome)
        if (outcome !== 'posted') expect(reason).not.toBeNull()
      }
      const { items } = await server.call('ana', listInboundEvents, { params: service.params, query: { limit: 100 } })
      expect(items.length).toBe(Math.min(100, outcomes.length))
    }, 30_000)

    test('without proof, with another’s, or changed on the way it is nobody’s', async () => {
      const before = await rows(sql`select from inbound_events`)
      const body = readFileSync(files[0] ?? '')
      const changed = Buffer.concat([body, Buffer.from(' ')])
      const other = prove(Buffer.from('something else'))
      expect((await send(body, {})).status).toBe(401)
      if (prove !== jwt) expect((await send(changed, prove(body))).status).toBe(401)
      if (prove !== jwt) expect((await send(body, other)).status).toBe(401)
      expect((await send(Buffer.alloc(1_048_577, 32), prove(body))).status).toBe(413)
      expect((await fetch(address.replace(/.$/, 'x'), { method: 'POST', body })).status).toBe(401)
      expect(await rows(sql`select from inbound_events`)).toHaveLength(before.length)
    })
  },
)
