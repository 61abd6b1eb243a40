import type { NewOwner } from '../../../contract/api/program.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import type { InstallationRow } from './installations.sql.ts'
import { listingOf } from './listings.ts'

/** Names who answers for a service's integration; null: whoever enabled it. A custom one always has an owner, among its details (change-custom.ts). */
export async function changeOwner(
  actor: Person,
  integrationId: string,
  named: NewOwner | null,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const { origin } = await listingOf(actor.communityId, integrationId)
  if (origin === 'custom') throw new Refusal('bad_input', { field: 'owner', problem: 'not_offered' })
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    const owner = named ? await demandOwner(actor, named, before) : { role: null, groupId: null }
    if (owner.role === before.owner_role && owner.groupId === before.owner_group_id) return before
    await run(sql`
      update installations set owner_role = ${owner.role}, owner_group_id = ${owner.groupId}
      where community_id = ${actor.communityId} and id = ${before.id}`)
    await announceInstallation(actor, before.id)
    await record({
      ...audited(actor, 'integration.owner_changed', before.id),
      before: { owner: before.owner_role ?? before.owner_group_id },
      after: { owner: owner.role ?? owner.groupId },
    })
    return current(actor, integrationId)
  })
}

/**
 * A role that administers something, or a group that the administrator sees; a person may leave, so it is never one. What stays is kept without its number,
 * which is asked of everybody alike: else a guess that is taken would be one that was right.
 */
export async function demandOwner(
  actor: Person,
  owner: NewOwner,
  present: Pick<InstallationRow, 'owner_role' | 'owner_group_id'>,
): Promise<{ role: string | null; groupId: string | null }> {
  if ('kept' in owner) return { role: present.owner_role, groupId: present.owner_group_id }
  if ('groupId' in owner) {
    await demand(actor, 'group.see', owner.groupId)
    return { role: null, groupId: owner.groupId }
  }
  if (owner.role === 'member') throw new Refusal('bad_input', { field: 'owner', problem: 'not_offered' })
  return { role: owner.role, groupId: null }
}
