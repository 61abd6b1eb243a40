import type { PermissionId } from '../../../contract/permissions.ts'
import { maybe, sql } from '../../platform/db.ts'
import { reaches } from '../access/reaches.ts'

/** Does the installation, under its grant of this moment, reach the group with this permission? */
export async function reachesGroup(
  communityId: string,
  installationId: string,
  groupId: string,
  permission: PermissionId,
): Promise<boolean> {
  const row = await maybe(sql`
    select from installations i
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where i.community_id = ${communityId} and i.id = ${installationId} and ${permission} = any(r.permissions)
      and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)}`)
  return row !== undefined
}
