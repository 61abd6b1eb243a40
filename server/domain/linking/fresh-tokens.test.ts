import { beforeAll, beforeEach, expect, test } from 'vitest'
import { listNotifications } from '../../../contract/api/notifications.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { asServed, useDatabase } from '../../../test/harness/database.ts'
import { useIntegration } from '../../../test/harness/integration.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useServices } from '../../../test/harness/services.ts'
import { moveClock } from '../../platform/clock.ts'
import { run, sql } from '../../platform/db.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { type AccountRow, accountOf, claimRefresh, setTokens } from './accounts.sql.ts'
import { clientFor } from './client-for.ts'
import { AccountNeeded } from './fresh-tokens.ts'
import { openTokens, sealTokens } from './tokens.ts'

const database = useDatabase(asServed)
const server = useServer(database)
const services = useServices(server)
const jira = useIntegration(database, server, services)
const tokenCalls = (): number => jira.played().calls.filter(call => call.endsWith('/oauth/token')).length

beforeAll(async () => {
  await jira.enable(['workshop'])
})

beforeEach(async () => {
  moveClock(0)
  jira.played().mode = 'well'
  await run(sql`delete from link_previews`)
  await jira.linkAs('bruno', 'bruno')
})

async function account(who: CastName): Promise<AccountRow> {
  const { communityId } = database.cast
  const row = await installationOf(communityId, 'jira')
  const found = row && (await accountOf(communityId, row.id, database.cast.people[who].memberId))
  if (!found) throw new Error(`${who} has no account`)
  return found
}

const look = async (): Promise<string> =>
  (await jira.preview('bruno', await jira.paste('noor', 'workshop', jira.link()))).state
const told = async (who: CastName): Promise<number> =>
  (await server.call(who, listNotifications)).items.filter(item => item.kind === 'integration_needs_attention').length

test('fifty at once with an ended token: one refresh, and everybody is served', async () => {
  const posts = await Promise.all(
    Array.from({ length: 50 }, (_, n) => jira.paste('noor', 'workshop', `${jira.link()}?n=${n}`)),
  )
  jira.played().accounts.expireAll()
  const before = tokenCalls()
  const seen = await Promise.all(posts.map(post => jira.preview('bruno', post)))
  expect(new Set(seen.map(preview => preview.state))).toEqual(new Set(['shown']))
  expect(tokenCalls() - before).toBe(1)
})

test('a token that ends soon is refreshed before it is used', async () => {
  const before = tokenCalls()
  moveClock(3_590_000)
  expect(await look()).toBe('shown')
  expect(tokenCalls() - before).toBe(1)
})

test('of many processes one has the claim; the others wait and use what it stored', async () => {
  const { id, tokens, community_id } = await account('bruno')
  const claims = await Promise.all(Array.from({ length: 50 }, () => claimRefresh(community_id, id, tokens)))
  expect(claims.filter(claimed => claimed === 1).length).toBe(1)
  const before = tokenCalls()
  moveClock(3_590_000)
  const looking = look()
  const good = openTokens(id, tokens)
  await setTokens(community_id, id, sealTokens(id, good), new Date(Date.now() + 7_200_000))
  expect(await looking).toBe('shown')
  expect(tokenCalls()).toBe(before)
})

test('refused in the middle of a card, a token is renewed once and the card comes; refused again, its owner is asked', async () => {
  expect(await look()).toBe('shown')
  await run(sql`delete from link_previews`)
  const before = tokenCalls()
  jira.played().failAfter(0, 401)
  expect(await look()).toBe('shown')
  expect(tokenCalls() - before).toBe(1)
  await run(sql`delete from link_previews`)
  jira.played().failAfter(0, 401, 2)
  expect(await look()).toBe('account_needed')
  expect((await account('bruno')).state).toBe('broken')
})

test('an outage breaks nothing: when it is over, the account works as before', async () => {
  for (const mode of ['broken', 'busy', 'signed_out'] as const) {
    await run(sql`delete from link_previews`)
    jira.played().accounts.expireAll()
    jira.played().mode = mode
    expect(await look(), mode).toBe('unreachable')
    expect((await account('bruno')).state, mode).toBe('working')
    jira.played().mode = 'well'
    await run(sql`delete from link_previews`)
    expect(await look(), mode).toBe('shown')
  }
})

test('a service that is down for an hour asks nobody to reconnect', async () => {
  const before = [await told('bruno'), await told('ana')]
  jira.played().mode = 'broken'
  for (let minute = 0; minute <= 60; minute += 5) {
    moveClock(3_600_000 + minute * 60_000)
    await run(sql`delete from link_previews`)
    expect(await look(), `minute ${minute}`).toBe('unreachable')
  }
  expect((await account('bruno')).state).toBe('working')
  jira.played().mode = 'well'
  await run(sql`delete from link_previews`)
  expect(await look()).toBe('shown')
  expect((await installationOf(database.cast.communityId, 'jira'))?.connection).toBe('connected')
  expect([await told('bruno'), await told('ana')]).toEqual(before)
})

test('a grant that was taken away is broken at once, said once to its owner, and nothing it showed stays', async () => {
  expect(await look()).toBe('shown')
  const before = await told('bruno')
  jira.played().accounts.expireAll()
  jira.played().accounts.forget('bruno')
  const posts = await Promise.all(
    Array.from({ length: 5 }, (_, n) => jira.paste('noor', 'workshop', `${jira.link()}?gone=${n}`)),
  )
  for (const seen of await Promise.all(posts.map(post => jira.preview('bruno', post))))
    expect(seen.state).toBe('account_needed')
  expect((await account('bruno')).state).toBe('broken')
  expect(await told('bruno')).toBe(before + 1)
  expect(await told('ana')).toBe(0)
  expect(await look()).toBe('account_needed')
  await jira.linkAs('bruno', 'bruno')
  expect(await look()).toBe('shown')
})

test('the installation’s own grant is the administrators’ to cure', async () => {
  const row = await installationOf(database.cast.communityId, 'jira')
  if (!row) throw new Error('not enabled')
  const before = await told('ana')
  const own = await clientFor(row, row.bot_id)
  jira.played().accounts.expireAll()
  jira.played().accounts.forget('bruno')
  await expect(own.call({ address: 'api', path: '/rest/api/3/myself' })).rejects.toThrow(AccountNeeded)
  expect(await told('ana')).toBe(before + 1)
  expect((await installationOf(database.cast.communityId, 'jira'))?.connection).toBe('broken')
})
