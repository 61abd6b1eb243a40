import { rows, sql } from '../../platform/db.ts'
import { reaches } from '../access/reaches.ts'

/** Which of these groups an installation reaches now. */
export async function reachedOf(
  communityId: string,
  installationId: string,
  groupIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(sql`
    select g.id from groups g
    join installations i on i.community_id = g.community_id and i.id = ${installationId}
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where g.community_id = ${communityId} and g.id = any(${groupIds}::bigint[]) and ${reaches(sql`i`, sql`r`, sql`g.id`)}`)
  return new Set(found.map(row => row.id))
}

/** Which of these members belong to a group that it reaches. */
export async function membersReached(
  communityId: string,
  installationId: string,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(sql`
    select b.member_id as id from memberships b
    join installations i on i.community_id = b.community_id and i.id = ${installationId}
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where b.community_id = ${communityId} and b.member_id = any(${memberIds}::bigint[]) and ${reaches(sql`i`, sql`r`, sql`b.group_id`)}`)
  return new Set(found.map(row => row.id))
}
