import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announceInstallation, audited, demandInstallation } from './enable-integration.ts'
import { countGroupsLeft, dropRemoval, groupsLeft, type RemovalRow } from './group-removals.sql.ts'
import { replaceGrant } from './installations.sql.ts'
import { listingOf } from './listings.ts'
import { tellPutBack } from './tell-put-back.ts'

/** An administrator puts an integration back into a group that its admin had taken it out of, until it would have ended there; who did that hears of it. */
export async function putBack(actor: Person, groupId: string, integrationId: string): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  await demand(actor, 'group.see', groupId)
  await transaction(async () => {
    const row = await demandInstallation(actor, integrationId)
    await tellPutBack(actor, row.id, (await listingOf(actor.communityId, integrationId)).name('en'), [groupId])
    const removed = await dropRemoval(actor.communityId, row.id, groupId)
    if (!removed) throw new Refusal('not_found')
    if (!row.everyone || removed.chosen)
      await replaceGrant({
        communityId: actor.communityId,
        installationId: row.id,
        permissions: row.permissions,
        everyone: row.everyone,
        groupIds: [...row.group_ids, groupId],
        grantedBy: actor.memberId,
      })
    await announceInstallation(actor, row.id)
    await record({ ...audited(actor, 'integration.put_back', row.id), after: { groupId } })
  })
}

/** Groups that this integration was taken out of, for its page; those that the reader does not see are only counted. */
export async function listGroupsLeft(actor: Person, integrationId: string) {
  demandInCommunity(actor, 'integrations.manage')
  const row = await demandInstallation(actor, integrationId)
  const [seen, all] = await Promise.all([groupsLeft(actor, row.id), countGroupsLeft(actor.communityId, row.id)])
  return { items: seen.map(presentRemoval), hidden: all - seen.length }
}

const presentRemoval = (row: RemovalRow) => ({
  group: row.group,
  removedBy: row.removed_by,
  removedAt: row.removed_at.toISOString(),
})
