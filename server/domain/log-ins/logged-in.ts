import type { Language } from '../../../contract/api/basics.ts'
import { maybe, sql } from '../../platform/db.ts'
import { hashToken } from '../../platform/ids.ts'
import { botOfInstallation } from '../access/asked-by.ts'
import { reachedMember } from '../access/reached-members.ts'
import type { LoggedIn } from './log-ins.sql.ts'

/**
 * Whom a token of the log-in speaks for. It ends with its sixty days, with the person's *Remove*, their seat, their password, with the integration's being off, and
 * with their leaving the groups that it is for.
 */
export async function loggedIn(token: string): Promise<LoggedIn | undefined> {
  const found = await maybe<
    Omit<LoggedIn, 'bot'> & {
      community_id: string
      installation_id: string
      bot_id: string
      language: Language
      kills: number
    }
  >(sql`
    select l.community_id, l.id as log_in_id, l.member_id, l.scopes, l.installation_id, l.token_ends_at, i.bot_id, i.kills, a.id as app_id, y.language,
      a.require_proof, a.ip_allow, a.secret, case when a.overlap_ends_at > now() then a.previous_secret end as previous_secret
    from log_ins l
    join installations i on i.community_id = l.community_id and i.id = l.installation_id and i.state = 'enabled'
    join communities y on y.id = i.community_id and y.plan = 'advanced'
    join apps a on a.id = i.integration_id::bigint
    join members m on m.community_id = l.community_id and m.id = l.member_id and m.active
    join accounts c on c.id = m.account_id
    where l.token_hash = ${hashToken(token)} and l.ended_at is null and l.token_ends_at > now()
      and (c.password_changed_at is null or c.password_changed_at < l.answered_at)
      and ${reachedMember(botOfInstallation, sql`m`)}`)
  if (!found) return undefined
  const {
    community_id: communityId,
    installation_id: installationId,
    bot_id: memberId,
    language,
    kills,
    ...row
  } = found
  return { ...row, bot: { kind: 'bot', communityId, memberId, installationId, language, kills } }
}
