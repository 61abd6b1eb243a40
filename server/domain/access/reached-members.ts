import { type Sql, sql } from '../../platform/db.ts'
import type { BotInSql } from './actor.ts'
import { everywhere, reaches } from './reaches.ts'

/**
 * Members whom a bot's grant reaches: everybody, or those who belong to a group in its scope; itself always. `m` is the alias of the row of
 * `members` it speaks of. A seat that was taken away is nobody's.
 */
export const reachedMember = (
  bot: BotInSql,
  m: Sql,
): Sql => sql`(${m}.community_id = ${bot.communityId} and ${m}.removed_at is null and (${m}.id = ${bot.memberId} or exists (
  select from installations vi
  join grants vr on vr.community_id = vi.community_id and vr.installation_id = vi.id and vr.superseded_at is null
  where vi.community_id = ${bot.communityId} and vi.id = ${bot.installationId} and vi.state = 'enabled' and vi.connection <> 'pending'
    and (${everywhere(sql`vr`)} or exists (select from memberships rm
      where rm.community_id = ${m}.community_id and rm.member_id = ${m}.id and ${reaches(sql`vi`, sql`vr`, sql`rm.group_id`)})))))`
