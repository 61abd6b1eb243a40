import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { withdrawnOf } from './disuse.sql.ts'
import { changeGrant, demandInstallation } from './enable-integration.ts'
import type { InstallationRow } from './installations.sql.ts'
import { demandCustom } from './listings.ts'

/** Gives back permissions that were taken away for want of use; its groups stay as they are. */
export async function giveBackPermissions(
  actor: Person,
  integrationId: string,
  permissions: readonly string[],
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  await demandCustom(actor.communityId, integrationId)
  return transaction(async () => {
    const row = await demandInstallation(actor, integrationId)
    const withdrawn = (await withdrawnOf(actor.communityId, row.id)).map(one => one.permission)
    if (permissions.some(id => !withdrawn.includes(id)))
      throw new Refusal('bad_input', { field: 'permissions', problem: 'not_offered' })
    const scope = row.everyone ? ({ everyone: true } as const) : ({ everyone: false, groupIds: row.group_ids } as const)
    return changeGrant(actor, integrationId, { permissions: [...row.permissions, ...permissions], scope })
  })
}
