import { hashToken } from '../../platform/ids.ts'
import { languageOf } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { touchSession } from './identity.sql.ts'
import { type SessionRow, sessionOf } from './session.sql.ts'

/** Who a session's token stands for; asked of the database each time, so that an ended session ends at once on every process. */
export async function actorOf(
  token: string,
  from: Pick<Person, 'address' | 'userAgent' | 'country'> = {},
): Promise<Person | undefined> {
  const tokenHash = hashToken(token)
  const row = await sessionOf(tokenHash)
  if (!row) return undefined
  if (row.stale) await touchSession(tokenHash)
  return { ...personOf(row), ...from }
}

export const personOf = (row: SessionRow): Person => ({
  kind: 'person',
  communityId: row.community_id,
  memberId: row.member_id,
  accountId: row.account_id,
  sessionId: row.session_id,
  role: row.role,
  language: languageOf(row.language),
})
