/** Who can open a thing is what the service said, and of whom it said nothing is never counted among those who can. */
import { beforeAll, expect, test } from 'vitest'
import { attachItem, getSharing, listComposerOffers } from '../../../contract/api/attaching.ts'
import { whoCannotOpen } from '../../../contract/api/previews.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { useService } from '../../../test/harness/service.ts'
import { useServices } from '../../../test/harness/services.ts'
import { run, sql } from '../../platform/db.ts'

const database = useDatabase()
const server = useServer(database)
const services = useServices(server)
const box = useService('box', database, server, services)

beforeAll(async () => {
  await box.enable(['operations'], '40001', { primaryKey: 'box-primary-key' })
  await box.linkAs('lucie', '40001')
})

async function attach(itemId: string, sharing: string) {
  const params = { groupId: box.group('operations'), integrationKey: 'box' }
  const attached = await server.call('lucie', attachItem, { params, body: { itemId, sharing } })
  const subjectId = await box.paste('lucie', 'operations', attached.url)
  const found = await server.call('lucie', whoCannotOpen, { params: { subjectId, linkKey: '0' } })
  expect({ members: attached.cannotOpen, unknown: attached.unknown, mayGive: attached.mayGive }).toEqual(found)
  return found
}

test('of a link for the company the service does not say who belongs to it: neither do we', async () => {
  expect(await attach('5000005', 'company')).toEqual({ members: null, unknown: 0, mayGive: false })
  expect((await attach('5000005', 'open')).members).toEqual([])
})

test('a larger group is asked about whole, and whom nobody can be asked about is counted', async () => {
  await run(sql`
    with made as (
      insert into members (community_id, kind, name, email, role, language)
      select ${database.cast.communityId}, 'person', 'Crowd ' || n, case when n <= 150 then 'crowd' || n || '@cobalt.example' end, 'member', 'en'
      from generate_series(1, 153) as n returning community_id, id
    )
    insert into memberships (community_id, group_id, member_id, role) select community_id, ${box.group('operations')}, id, 'member' from made`)
  const { members, unknown } = await attach('5000002', 'collaborators')
  expect(members?.filter(member => member.name.startsWith('Crowd'))).toHaveLength(150)
  expect(unknown).toBe(3)
  expect(await attach('5000005', 'open')).toMatchObject({ members: [], unknown: 3 })
})

test('attaching never opens a link to fewer than before, and says how it stands', async () => {
  const params = { groupId: box.group('operations'), integrationKey: 'box' }
  const standing = async (itemId: string) => (await server.call('lucie', getSharing, { params, query: { itemId } })).now
  expect(await standing('5000003')).toEqual({ id: 'open', label: 'Toute personne ayant le lien' })
  const attached = await server.call('lucie', attachItem, { params, body: { itemId: '5000003', sharing: 'company' } })
  expect(attached.kept).toEqual({ id: 'open', label: 'Toute personne ayant le lien' })
  expect(await standing('5000003')).toMatchObject({ id: 'open' })
  const wider = await server.call('lucie', attachItem, { params, body: { itemId: '5000002', sharing: 'company' } })
  expect([wider.kept, (await standing('5000002'))?.id]).toEqual([null, 'company'])
  expect((await server.refused('lucie', getSharing, { params, query: { itemId: '404' } })).code).toBe('service_refused')
  expect((await server.refused('ana', getSharing, { params, query: { itemId: '5000003' } })).code).toBe(
    'account_needed',
  )
  const { items } = await server.call('lucie', listComposerOffers, { params })
  expect(items.find(offer => offer.integrationId === 'box')?.picker?.oneLink).toBe(true)
})
