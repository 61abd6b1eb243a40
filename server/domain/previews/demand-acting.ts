import type { Listed } from '../../../connectors/catalog.ts'
import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { holds, reaches } from '../access/reaches.ts'
import { sayOf } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { reachesGroup } from './reach.sql.ts'

/** May the integration work in members' names in this group? Where it is there and only that was not given, the refusal says so. */
export async function demandActing(
  actor: Person,
  listed: Listed,
  row: InstallationRow | undefined,
  groupId: string,
): Promise<InstallationRow> {
  if (row && (await reachesGroup(actor.communityId, row.id, groupId, 'act_for_members'))) return row
  const here = row && (await isHere(actor.communityId, row.id, groupId))
  throw here
    ? new Refusal('acting_not_allowed', { service: sayOf(listed, actor.language, 'name') })
    : new Refusal('not_enabled')
}

const isHere = async (communityId: string, installationId: string, groupId: string): Promise<boolean> =>
  (await maybe(sql`
    select 1 as here from installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where i.community_id = ${communityId} and i.id = ${installationId} and not ${holds(sql`r`, sql`'act_for_members'`)}
      and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)}`)) !== undefined
