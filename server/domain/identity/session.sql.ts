import { rows, sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'

export interface SessionRow {
  session_id: string
  account_id: string
  community_id: string
  member_id: string
  role: 'member' | 'content_moderator' | 'account_manager' | 'system_administrator'
  language: string
  /** In use, and not prolonged for a while. */
  stale: boolean
}

const columns = sql`s.id as session_id, s.account_id, s.community_id, m.id as member_id, m.role, coalesce(m.language, a.language) as language,
  s.last_seen_at < now() - interval '10 minutes' as stale`
const tables = sql`sessions s
  join accounts a on a.id = s.account_id
  join members m on m.community_id = s.community_id and m.account_id = s.account_id and m.active`

/** The seat a cookie's token stands for: nothing when the session has ended or the seat is not active. */
export const sessionOf = (tokenHash: Buffer): Promise<SessionRow | undefined> =>
  readSession({ token_hash: tokenHash.toString('base64') })

/** Asked by every request. */
const readSession = readTogether<{ token_hash: string }, SessionRow & { n: number }>(
  batch => sql`
    select b.n, ${columns} from jsonb_to_recordset(${batch}) as b(n int, token_hash text), ${tables}
    where s.token_hash = decode(b.token_hash, 'base64') and s.ends_at > now()`,
)

/** Which of these sessions still stand, and for whom. */
export const sessionsById = (ids: readonly string[]): Promise<SessionRow[]> =>
  rows<SessionRow>(sql`select ${columns} from ${tables} where s.id = any(${ids}::bigint[]) and s.ends_at > now()`)
