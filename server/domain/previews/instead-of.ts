import type { Preview } from '../../../contract/api/previews.ts'
import type { Actor } from '../access/actor.ts'
import { findListed, sayOf } from '../integrations/catalog.ts'
import { installationsOf } from '../integrations/installations.sql.ts'
import { reachesGroup } from './reach.sql.ts'

/** What can be started here in the place of a service that has ended: the first of its kind that reaches the group. */
export async function insteadOf(
  actor: Actor,
  groupId: string,
  integrationId: string | null,
): Promise<Extract<Preview, { state: 'shown' }>['instead']> {
  const ended = integrationId ? findListed(integrationId)?.connector.listing : undefined
  if (!ended?.ends) return null
  for (const row of await installationsOf(actor.communityId)) {
    const listed = findListed(row.integration_id)
    const action = listed?.connector.actions?.find(one => one.on === 'group')
    if (!listed || !action || listed.connector.listing.category !== ended.category) continue
    if (!(await reachesGroup(actor.communityId, row.id, groupId, 'act_for_members'))) continue
    return {
      integrationId: row.integration_id,
      name: sayOf(listed, actor.language, 'name'),
      actionId: action.id,
      label: sayOf(listed, actor.language, `action.${action.id}.label`),
    }
  }
  return null
}
