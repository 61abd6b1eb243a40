import { one, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { visible } from '../access/visible.ts'
import { record } from '../audit/record.ts'
import { administratorsOf } from '../community/administrators.ts'
import { notify } from '../notifications/notify.ts'
import { announceInstallation, audited } from './enable-integration.ts'
import { insertRemoval, reachesGroupNow } from './group-removals.sql.ts'
import { type InstallationRow, installationOf, replaceGrant } from './installations.sql.ts'
import { listingOf } from './listings.ts'
import { demandPlan } from './plan.ts'

/** What stops in the group, counted: said before it is done. What its bot wrote there stays. */
export async function foreseeRemovalFromOneGroup(actor: Person, groupId: string, integrationId: string) {
  const { row } = await demandRemovable(actor, groupId, integrationId)
  return one<{ members: number; posts: number; webhooks: number }>(sql`
    select (select count(*)::int from memberships where community_id = ${actor.communityId} and group_id = ${groupId}) as members,
      (select count(*)::int from posts where community_id = ${actor.communityId} and group_id = ${groupId} and deleted_at is null) as posts,
      (select count(*)::int from webhook_subscriptions where community_id = ${actor.communityId} and installation_id = ${row.id} and state = 'active') as webhooks`)
}

/**
 * Its admin takes a custom integration out of the group: from the commit on it reads nothing of it, nor who belongs to it (access/reaches.ts). System
 * administrators hear of it, and can put it back (put-back.ts).
 */
export async function removeFromOneGroup(actor: Person, groupId: string, integrationId: string): Promise<void> {
  await transaction(async () => {
    const { row, name } = await demandRemovable(actor, groupId, integrationId, true)
    const chosen = row.group_ids.includes(groupId)
    await insertRemoval(actor, row.id, groupId, chosen)
    if (chosen)
      await replaceGrant({
        communityId: actor.communityId,
        installationId: row.id,
        permissions: row.permissions,
        everyone: row.everyone,
        groupIds: row.group_ids.filter(id => id !== groupId),
        grantedBy: actor.memberId,
      })
    await cancelDeliveries(actor.communityId, row.id, groupId)
    await announceInstallation(actor, row.id)
    await record({
      ...audited(actor, 'integration.removed_from_group', row.id),
      before: { groupId, everyone: row.everyone },
    })
    await tellAdministrators(actor, groupId, { name, integrationId })
  })
}

/** Asked of who may: first whether they lead the group, then of the plan, then of what it is. */
async function demandRemovable(actor: Person, groupId: string, integrationId: string, lock = false) {
  await demand(actor, 'group.manage', groupId)
  await demandPlan(actor.communityId)
  const row: InstallationRow | undefined = await installationOf(actor.communityId, integrationId, { lock })
  if (!row || !(await reachesGroupNow(actor.communityId, row.id, groupId))) throw new Refusal('not_enabled')
  const listing = await listingOf(actor.communityId, integrationId)
  if (listing.origin !== 'custom') throw new Refusal('only_custom_leaves', { name: listing.name(actor.language) })
  return { row, name: listing.name('en') }
}

/** What waits to be told of the group is not told any more; what is asked again at the moment of sending is only the last guard. */
const cancelDeliveries = (communityId: string, installationId: string, groupId: string): Promise<number> =>
  run(sql`
    update deliveries set outcome = 'cancelled', reason = 'out_of_scope', ended_at = now(), next_at = null
    where community_id = ${communityId} and installation_id = ${installationId} and group_id = ${groupId} and outcome in ('waiting', 'retrying')`)

/** Who does not see the group hears neither its name nor who leads it. */
async function tellAdministrators(
  actor: Person,
  groupId: string,
  values: { name: string; integrationId: string },
): Promise<void> {
  const all = await administratorsOf(actor.communityId)
  const seeing = await rows<{ id: string }>(sql`
    select m.id from members m join groups g on g.community_id = m.community_id and g.id = ${groupId}
    where m.community_id = ${actor.communityId} and m.id = any(${all}::bigint[])
      and ${visible({ kind: 'person', communityId: actor.communityId, memberId: sql`m.id` }, 'group.see', sql`g`)}`)
  const see = new Set(seeing.map(member => member.id))
  const kind = 'integration_left_group' as const
  await notify(actor, { kind, memberIds: all.filter(id => see.has(id)), groupId, values: { ...values, hidden: 'no' } })
  await notify(
    { communityId: actor.communityId },
    { kind, memberIds: all.filter(id => !see.has(id) && id !== actor.memberId), values: { ...values, hidden: 'yes' } },
  )
}
