import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { ServiceRefused, ServiceUnreachable } from '../../../connectors/connector.ts'
import { listConnections } from '../../../contract/api/connections.ts'
import { followThing } from '../../../contract/api/group-integrations.ts'
import { reconnect } from '../../../contract/api/integrations.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { getListed } from '../integrations/catalog.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { catchUp } from './catch-up.ts'
import { standingOf } from './catch-ups.sql.ts'
import { subscribe } from './subscribe.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const dropbox = useService('dropbox', database, server, services)

beforeAll(async () => {
  const [first] = dropbox.played().sandbox.people
  await dropbox.enable(['operations'], first?.id ?? '')
  await dropbox.hookByHand()
  await dropbox.linkAs('noor', first?.id ?? '')
  await until(async () => (await cursor()) !== undefined)
})
afterEach(() => vi.restoreAllMocks())

async function installation() {
  const row = await installationOf(database.cast.communityId, 'dropbox')
  if (!row) throw new Error('it is enabled')
  return row
}
const cursor = async () => standingOf(await installation(), (await installation()).bot_id).then(found => found?.cursor)
const read = async () => catchUp(database.cast.communityId, (await installation()).id)
const shown = async () => (await server.call('ana', listConnections, { params: dropbox.params, query: {} })).catchUp
const thin = () => {
  const found = getListed('dropbox').connector.events?.catchUp
  if (!found) throw new Error('it is caught up with')
  return found
}
const secondsLeft = async (): Promise<number> =>
  (await one<{ left: number }>(sql`select extract(epoch from next_at - now())::float as left from catch_ups`)).left
const quiet = () => until(async () => (await rows(sql`select from jobs where ended_as is null`)).length === 0)

async function reconnected(person: string): Promise<void> {
  const { signInUrl } = await server.call('ana', reconnect, { params: dropbox.params })
  expect(await services.signIn(await server.cookie('ana'), signInUrl, person)).toContain('connected=dropbox')
  await quiet()
}

test('what the service refuses is shown with its words, and tried again where it stood', async () => {
  const before = await cursor()
  vi.spyOn(thin(), 'next').mockRejectedValueOnce(new ServiceRefused('path/not_found'))
  await read()
  expect((await shown())?.problem).toBe('path/not_found')
  expect(await cursor()).toBe(before)
  await read()
  expect((await shown())?.problem).toBeNull()
})

test('a service that says when to come back is asked then, and not before', async () => {
  vi.spyOn(thin(), 'next').mockRejectedValueOnce(new ServiceUnreachable('HTTP 429', 480))
  await read()
  expect((await shown())?.problem).toBe('HTTP 429')
  expect(await secondsLeft()).toBeGreaterThan(470)
  vi.spyOn(thin(), 'next').mockRejectedValueOnce(new ServiceUnreachable('HTTP 429', 1e9))
  await read()
  expect(await secondsLeft()).toBeLessThanOrEqual(86_400)
})

test('a beginning that the service refuses is shown too, and is made up for', async () => {
  const row = await installation()
  await run(sql`delete from catch_ups`)
  vi.spyOn(thin(), 'start').mockRejectedValueOnce(new ServiceRefused('team/not_allowed'))
  await subscribe(row.community_id, row.id)
  expect(await shown()).toMatchObject({ problem: 'team/not_allowed', caughtAt: null })
  expect(await cursor()).toBeUndefined()
  await read()
  expect((await shown())?.problem).toBeNull()
  expect(await cursor()).toBeDefined()
})

test('what was missed while the account was lost arrives after reconnecting, once', async () => {
  const [first] = dropbox.played().sandbox.people
  const file = dropbox.played().sandbox.links(dropbox.played().desk)[0]?.url ?? ''
  await server.call('noor', followThing, {
    params: { subjectId: await dropbox.paste('noor', 'operations', file), linkKey: '0' },
  })
  await quiet()
  const told = (await dropbox.notices('noor', 'operations')).length
  dropbox.played().accounts.expireAll()
  dropbox.played().accounts.forget(first?.id ?? '')
  await dropbox.played().fire(dropbox.played().sandbox.events[0] ?? '')
  await until(async () => (await shown())?.problem != null)
  expect(await dropbox.notices('noor', 'operations')).toHaveLength(told)
  await reconnected(first?.id ?? '')
  await until(async () => (await dropbox.notices('noor', 'operations')).length === told + 1)
  expect((await shown())?.problem).toBeNull()
  await read()
  await quiet()
  expect(await dropbox.notices('noor', 'operations')).toHaveLength(told + 1)
})

test('another account begins anew: where the one before stood is nothing to it', async () => {
  const [first, second] = dropbox.played().sandbox.people
  const started = vi.spyOn(thin(), 'start')
  await reconnected(first?.id ?? '')
  expect(started).not.toHaveBeenCalled()
  await reconnected(second?.id ?? '')
  expect(started).toHaveBeenCalled()
  expect((await shown())?.problem).toBeNull()
})
