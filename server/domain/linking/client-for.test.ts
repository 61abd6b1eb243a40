/** A service that is asked too much says when to come back, each in its own form; whoever waits is told how long. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { Connector } from '../../../connectors/connector.ts'
import { number } from '../../../connectors/reading.ts'
import type { Sandbox } from '../../../connectors/sandbox.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useIntegration } from '../../../test/harness/integration.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useServices } from '../../../test/harness/services.ts'
import { moveClock } from '../../platform/clock.ts'
import { one, run, sql } from '../../platform/db.ts'
import { getListed } from '../integrations/catalog.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)

beforeAll(async () => {
  await jira.enable(['workshop'])
  await jira.linkAs('bruno', 'bruno')
})
afterEach(async () => {
  moveClock(0)
  jira.played().mode = 'well'
  says(undefined, undefined)
  await run(sql`delete from link_previews`)
})

/** Lends the service a form of its own. */
function says(retryAfter: Connector['retryAfter'], busy: Sandbox['busy']): void {
  Object.assign(getListed('jira').connector, { retryAfter })
  Object.assign(jira.played().sandbox, { busy })
}
const look = async (refresh = false) => jira.preview('bruno', postId, refresh)
const keptFor = async (): Promise<number> =>
  (await one<{ left: number }>(sql`select extract(epoch from expires_at - now())::float as left from link_previews`))
    .left
let postId = ''
beforeAll(async () => {
  postId = await jira.paste('noor', 'workshop', jira.link())
})

test('seconds of Retry-After are told to the viewer and count down; the service is left alone meanwhile', async () => {
  jira.played().mode = 'busy'
  expect(await look()).toMatchObject({ state: 'unreachable', retryAfter: 7 })
  const asked = jira.played().calls.length
  moveClock(3_000)
  const later = await look()
  expect(later).toMatchObject({ state: 'unreachable' })
  expect('retryAfter' in later && later.retryAfter).toBeLessThanOrEqual(4)
  expect(jira.played().calls.length).toBe(asked)
  expect(await keptFor()).toBeLessThanOrEqual(7)
})

test('a form of the service’s own is read by its connector, before Retry-After is looked at', async () => {
  says(
    ({ status, headers }, now) => (status === 429 ? (number(headers['x-reset']) ?? 0) - now / 1_000 : undefined),
    now => ({ status: 429, headers: { 'x-reset': String(now / 1_000 + 90), 'retry-after': '1' } }),
  )
  jira.played().mode = 'busy'
  const seen = await look()
  expect('retryAfter' in seen && seen.retryAfter).toBeGreaterThan(85)
  expect(await keptFor()).toBeGreaterThan(80)
})

test('what cannot be a number of seconds is not believed', async () => {
  jira.played().mode = 'busy'
  says(
    () => Number.NaN,
    () => ({ headers: { 'retry-after': 'soon' } }),
  )
  expect(await look()).toMatchObject({ state: 'unreachable', retryAfter: null })
  says(
    () => 1e12,
    () => ({}),
  )
  expect((await look(true)).state).toBe('unreachable')
  expect(await keptFor()).toBeLessThanOrEqual(3_600)
})
