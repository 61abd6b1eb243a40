import type { Picker } from '../../../connectors/connector.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { getListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationOf } from '../integrations/installations.sql.ts'
import { demandActing } from './demand-acting.ts'

/** What the actor picks from, for a post of this group; refused where they may not post there, or nothing may be done in their name. */
export async function demandPicker(
  actor: Person,
  groupId: string,
  integrationId: string,
): Promise<{ row: InstallationRow; picker: Picker<never> }> {
  await demand(actor, 'group.compose', groupId)
  const listed = getListed(integrationId)
  const picker = listed.connector.picker as Picker<never> | undefined
  if (!picker) throw new Refusal('not_found')
  const row = await demandActing(actor, listed, await installationOf(actor.communityId, integrationId), groupId)
  return { row, picker }
}
