import { rows, sql } from '../../platform/db.ts'
import { reachedMember } from '../access/reached-members.ts'
import { reaches } from '../access/reaches.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

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

/** Which of these members it reaches: those who belong to a group that has it, or everybody where it is for all groups. */
export async function membersReached(
  { community_id, id, bot_id }: InstallationRow,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const bot = { kind: 'bot' as const, communityId: community_id, memberId: bot_id, installationId: id }
  const found = await rows<{ id: string }>(sql`
    select m.id from members m where m.id = any(${memberIds}::bigint[]) and ${reachedMember(bot, sql`m`)}`)
  return new Set(found.map(row => row.id))
}
