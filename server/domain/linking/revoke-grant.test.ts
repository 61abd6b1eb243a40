/** What is forgotten here is taken back at the service, though it is away just then. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { endConnection, listConnections } from '../../../contract/api/connections.ts'
import { disableIntegration, removeIntegration } from '../../../contract/api/integrations.ts'
import { unlinkAccount } from '../../../contract/api/linking.ts'
import { deactivatePerson, restorePerson } from '../../../contract/api/people.ts'
import { getReceipt, killIntegration } from '../../../contract/api/receipts.ts'
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
const github = useService('github', database, server, services)
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

test('a grant that is only given back whole waits for the last account of its person', async () => {
  const mine = github.played().accounts
  const [first = '', second = ''] = github.played().sandbox.people.map(person => person.id)
  await github.enable(['workshop'], first, { secret: 'github-secret' })
  await github.linkAs('noor', first)
  await server.call('noor', unlinkAccount, { params: github.params })
  const answers = () =>
    rows(sql`
    select e.after from audit e join installations i on i.id = e.subject_id
    where e.action = 'integration.grant_given_back' and i.integration_id = 'github' order by e.id`)
  await until(async () => (await answers()).length === 1)
  expect(await answers()).toEqual([{ after: { tokens: 0, left: 1 } }])
  expect(mine.revoked).toEqual([])
  // Somebody else at the service takes the place of the account before, whose grant is nobody's now.
  await github.linkAs('noor', second)
  await github.linkAs('noor', first)
  await until(() => mine.revoked.length > 0)
  expect(mine.revoked).toEqual([second])
  // Switched off, its own sign-in stays there for the member whose it is, too; and goes with theirs.
  await server.call('ana', disableIntegration, { params: github.params })
  await until(async () => (await answers()).length === 3)
  expect(mine.revoked).toEqual([second])
  await server.call('ana', removeIntegration, { params: github.params })
  await until(() => mine.revoked.includes(first))
})

test('of somebody deactivated the account is kept, and an administrator may give it back; of nobody else', async () => {
  const [, second = ''] = people()
  const { lucie } = database.cast.people
  await box.linkAs('lucie', second)
  const rowOf = async () => {
    const { items } = await server.call('ana', listConnections, { params: box.params, query: {} })
    return items.find(one => one.member?.id === lucie.memberId)
  }
  const ending = async (accountId = '') => ({
    params: { ...box.params, accountId: accountId || ((await rowOf())?.id ?? '') },
  })
  expect((await rowOf())?.away).toBe(false)
  expect((await server.refused('ana', endConnection, await ending())).code).toBe('not_found')
  await server.call('ana', deactivatePerson, { params: { memberId: lucie.memberId } })
  const before = revoked().length
  expect(await rowOf()).toMatchObject({ away: true, state: 'working', label: null })
  const [own] = (await server.call('ana', listConnections, { params: box.params, query: {} })).items
  expect((await server.refused('ana', endConnection, await ending(own?.id))).code).toBe('not_found')
  expect((await server.refused('noor', endConnection, await ending())).code).toBe('forbidden')
  expect(revoked()).toHaveLength(before)
  await server.call('ana', endConnection, await ending())
  await until(() => revoked().length > before)
  expect(revoked().at(-1)).toBe(second)
  expect(await rowOf()).toBeUndefined()
  const audited = await rows<{ actor_id: string }>(
    sql`select actor_id from audit where action = 'account.disconnected'`,
  )
  expect(audited).toEqual([{ actor_id: database.cast.people.ana.memberId }])
  await server.call('ana', restorePerson, { params: { memberId: lucie.memberId } })
})

test('removed while the service is away, everybody’s grant is given back when it returns', async () => {
  const [first = '', second = ''] = people()
  await box.linkAs('noor', second)
  const before = revoked().length
  await server.call('ana', removeIntegration, { params: box.params })
  await until(() => revoked().length === before + 2)
  expect(revoked().slice(before).toSorted()).toEqual([first, second].toSorted())
})

test('a sign-in that is just being renewed is given back as it was renewed, when it is unlinked and when everything stops', async () => {
  const [, second = ''] = people()
  const { bruno } = database.cast.people
  const played = box.played()
  await box.enable(['workshop'], people()[0] ?? '', { primaryKey: 'box-primary-key' })
  const link = played.sandbox.links(played.desk)[0]?.url ?? ''
  const post = await box.paste('noor', 'workshop', link)
  /** Bruno looks, and the service takes its time to renew his tokens. */
  async function renewing(): Promise<void> {
    await run(sql`delete from link_previews`)
    await run(sql`update linked_accounts set expires_at = now() where member_id = ${bruno.memberId}`)
    played.thinkMs = 400
    void box.preview('bruno', post).catch(() => {})
    await until(async () => {
      const found = await rows(
        sql`select from linked_accounts where member_id = ${bruno.memberId} and refreshing_until > now()`,
      )
      return found.length > 0
    })
  }
  await box.linkAs('bruno', second)
  await renewing()
  const before = revoked().length
  await server.call('bruno', unlinkAccount, { params: box.params })
  await until(() => revoked().slice(before).includes(second))
  played.thinkMs = 0
  await box.linkAs('bruno', second)
  await renewing()
  const between = revoked().length
  const { id } = await server.call('ana', killIntegration, { params: box.params })
  const receipt = await until(async () => {
    const found = await server.call('ana', getReceipt, { params: { receiptId: id } })
    return found.closedAt !== null && found
  })
  expect(receipt.lines.filter(line => line.kind === 'account').map(line => line.answer)).toEqual(['taken', 'taken'])
  expect(revoked().slice(between).toSorted()).toEqual([people()[0], second].toSorted())
  played.thinkMs = 0
})
