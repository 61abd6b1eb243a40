import type { PermissionId } from '../../../contract/permissions.ts'
import { sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'
import { holds, reaches } from '../access/reaches.ts'

/** Does the installation, under its grant of this moment, reach the group with this permission? */
export const reachesGroup = async (
  communityId: string,
  installationId: string,
  groupId: string,
  permission: PermissionId,
): Promise<boolean> =>
  (await reach({ community_id: communityId, id: installationId, group_id: groupId, permission })) !== undefined

const reach = readTogether<Record<'community_id' | 'id' | 'group_id' | 'permission', string>, { n: number }>(
  batch => sql`
    select b.n from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, id bigint, group_id bigint, permission text)
    join installations i on i.community_id = b.community_id and i.id = b.id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and ${holds(sql`r`, sql`b.permission`)}
    where ${reaches(sql`i`, sql`r`, sql`b.group_id`)}`,
)
