import type { Person } from '../access/actor.ts'
import { notify } from '../notifications/notify.ts'
import { removersOf } from './group-removals.sql.ts'

/**
 * Whoever grants a group by name puts an integration back where its admin had taken it out: who did that hears of it, as where it is put back from the
 * group's page. In the open transaction, before the grant that makes the removals be forgotten (installations.sql.ts).
 */
export async function tellPutBack(
  actor: Person,
  installationId: string,
  name: string,
  groupIds: readonly string[],
): Promise<void> {
  for (const { group_id: groupId, removed_by } of await removersOf(actor.communityId, installationId, groupIds))
    await notify(actor, { kind: 'integration_put_back', memberIds: [removed_by], groupId, values: { name } })
}
