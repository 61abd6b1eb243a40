import { rows, sql } from '../../platform/db.ts'

/** Who does not want to hear of which integration in these groups. */
export const mutesOf = (communityId: string, groupIds: readonly string[], installationIds: readonly string[]) =>
  rows<{ group_id: string; installation_id: string; member_id: string }>(sql`
    select group_id, installation_id, member_id from integration_mutes
    where community_id = ${communityId} and group_id = any(${groupIds}::bigint[]) and installation_id = any(${installationIds}::bigint[])`)
