import type { Scope } from '../../../contract/api/integrations.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { groupsSeen, type InstallationRow, replaceGrant } from './installations.sql.ts'

/** Puts a new grant in the place of the one before, and answers it as it is written into the audit. */
export async function grant(
  actor: Person,
  { id, group_ids }: Pick<InstallationRow, 'id' | 'group_ids'>,
  permissions: readonly string[],
  scope: Scope,
  endsAt?: Date,
) {
  const groupIds = scope.everyone ? [] : await chosenGroups(actor, scope.groupIds, group_ids)
  await replaceGrant({
    communityId: actor.communityId,
    installationId: id,
    permissions,
    everyone: scope.everyone,
    groupIds,
    grantedBy: actor.memberId,
    endsAt,
  })
  return { permissions, everyone: scope.everyone, groupIds, ...(endsAt && { endsAt: endsAt.toISOString() }) }
}

/**
 * A group is chosen by who sees it: an administrator's right over integrations opens no secret group (design.md rule 7). Those that are granted
 * already and hidden from this administrator stay: what is not seen is not taken away unasked.
 */
async function chosenGroups(actor: Person, asked: readonly string[], granted: readonly string[]): Promise<string[]> {
  const seen = new Set((await groupsSeen(actor, [...asked, ...granted])).map(group => group.id))
  if (asked.some(id => !seen.has(id) && !granted.includes(id))) throw new Refusal('not_found')
  const chosen = [...new Set([...asked, ...granted.filter(id => !seen.has(id))])]
  if (chosen.length === 0) throw new Refusal('groups_needed')
  return chosen
}
