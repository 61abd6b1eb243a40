import type { LogIn } from '../../../contract/api/log-ins.ts'
import { maybe, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { attemptTypedCode } from '../identity/throttle.ts'
import { programFor } from './log-ins.sql.ts'
import { presentLogIn } from './open-dialog.ts'

/** A code that a device shows, typed by who sits in front of it: what asks, and for what. From then on it is theirs to answer. */
export async function openTyped(actor: Person, typed: string): Promise<LogIn> {
  const wasRight = await attemptTypedCode(actor.accountId)
  const code = typed.toUpperCase().replace(/[^A-Z]/g, '')
  const row = await maybe<{ id: string; installation_id: string; scopes: string[] }>(sql`
    update log_ins set member_id = ${actor.memberId}, session_id = ${actor.sessionId}
    where community_id = ${actor.communityId} and typed_code = ${code} and answered_at is null and code_ends_at > now()
    returning id, installation_id, scopes`)
  const program =
    row && (await programFor(actor.communityId, actor.memberId, sql`i.id = ${row.installation_id} and a.device_log_in`))
  if (!program) throw new Refusal('typed_code_wrong')
  await wasRight()
  return presentLogIn(row.id, program, row.scopes, null)
}
