/** What is forgotten here is taken back at the service, though it is away just then. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { removeIntegration } from '../../../contract/api/integrations.ts'
import { unlinkAccount } from '../../../contract/api/linking.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { rows, run, sql } from '../../platform/db.ts'
import { getListed } from '../integrations/catalog.ts'
import { type GrantToRevoke, revokeGrant } from './revoke-grant.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const box = useService('box', database, server, services)
const revoked = () => box.played().accounts.revoked
const waiting = () =>
  rows<{ payload: GrantToRevoke; late: boolean }>(sql`
    select payload, run_at > now() + interval '50 minutes' as late from jobs where kind = 'revoke-grant' and ended_as is null`)

beforeAll(async () => {
  await box.enable(['workshop'], people()[0] ?? '', { primaryKey: 'box-primary-key' })
})
afterEach(() => {
  box.played().mode = 'well'
})

const people = () => box.played().sandbox.people.map(person => person.id)

test('a person who unlinks need not wait for a service that is away; it hears of it when it is back', async () => {
  const [, second = ''] = people()
  await box.linkAs('noor', second)
  box.played().mode = 'broken'
  await server.call('noor', unlinkAccount, { params: box.params })
  expect(await rows(sql`select from linked_accounts where member_id = ${database.cast.people.noor.memberId}`)).toEqual(
    [],
  )
  const [job] = await until(async () => {
    const found = await waiting()
    return found.length > 0 && found
  })
  expect(JSON.stringify(job?.payload)).not.toMatch(/"access"|"refresh"/)
  expect(revoked()).toEqual([])
  box.played().mode = 'well'
  await until(() => revoked().includes(second))
  await until(async () => (await waiting()).length === 0)
})

test('away for longer than a job lasts, it is asked again in an hour', async () => {
  const [, second = ''] = people()
  await box.linkAs('noor', second)
  box.played().mode = 'broken'
  await server.call('noor', unlinkAccount, { params: box.params })
  const [job] = await until(async () => {
    const found = await waiting()
    return found.length > 0 && found
  })
  if (!job) throw new Error('it waits')
  await run(sql`update jobs set ended_as = 'parked' where kind = 'revoke-grant'`)
  const { communityId } = database.cast
  await revokeGrant(communityId, job.payload, true)
  expect(await waiting()).toMatchObject([{ late: true, payload: { turn: 2 } }])
  await expect(revokeGrant(communityId, { ...job.payload, turn: 168 }, true)).rejects.toThrow()
  expect(await waiting()).toHaveLength(1)
})

test('where a service wants a grant deleted, it is, with the client’s own proof', async () => {
  const connector = getListed('box').connector as unknown as { oauth: (settings: object) => object }
  const { oauth } = connector
  const revoke = { address: 'api', path: '/applications/{clientId}/grant', as: 'delete' as const }
  connector.oauth = settings => ({ ...oauth(settings), revoke })
  const played = box.played()
  const own = played.oauths[0]
  if (!own) throw new Error('box has a sign-in')
  const oauths = played.oauths as (typeof own)[]
  oauths.push({ ...own, revoke })
  try {
    const before = revoked().length
    const [, second = ''] = people()
    await box.linkAs('noor', second)
    await server.call('noor', unlinkAccount, { params: box.params })
    await until(() => revoked().length > before)
    expect(revoked().at(-1)).toBe(second)
    expect(played.calls).toContain('DELETE /api/applications/client/grant')
  } finally {
    connector.oauth = oauth
    oauths.pop()
  }
})

test('removed while the service is away, everybody’s grant is given back when it returns', async () => {
  const [first = '', second = ''] = people()
  await box.linkAs('noor', second)
  const before = revoked().length
  await server.call('ana', removeIntegration, { params: box.params })
  await until(() => revoked().length === before + 2)
  expect(revoked().slice(before).toSorted()).toEqual([first, second].toSorted())
})
