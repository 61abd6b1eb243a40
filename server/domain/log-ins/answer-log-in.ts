import { sql, transaction } from '../../platform/db.ts'
import { hashToken, newToken } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { cameFrom, record } from '../audit/record.ts'
import { answerLogInRow, type LogInRow, openLogIn, programFor } from './log-ins.sql.ts'

/** Yes or no, once, in the session where it was asked. Answers where a dialog's browser goes on to; a device asks for its answer itself. */
export function answerLogIn(actor: Person, id: string, allowed: boolean): Promise<string | null> {
  return transaction(async () => {
    const row = await openLogIn(actor.communityId, actor.sessionId, id)
    if (!row) throw new Refusal('log_in_over')
    const program = await programFor(actor.communityId, actor.memberId, sql`i.id = ${row.installation_id}`)
    if (!program) throw new Refusal('log_in_unknown')
    // An address that was taken away in between is one no longer.
    if (row.return_to !== null && !program.addresses.includes(row.return_to))
      throw new Refusal('log_in_address', { program: program.name })
    const code = allowed && row.via === 'dialog' ? newToken() : undefined
    await answerLogInRow(row, allowed, code === undefined ? undefined : hashToken(code))
    if (allowed)
      await record({
        communityId: actor.communityId,
        actorId: actor.memberId,
        action: 'log_in.allowed',
        subject: 'integration',
        subjectId: row.installation_id,
        after: { scopes: row.scopes },
        ...cameFrom(actor),
      })
    return row.return_to === null ? null : leadingBack(row, row.return_to, code)
  })
}

/** The words for a no are those that libraries of the Graph's look for. */
const declined = {
  error: 'access_denied',
  error_code: '200',
  error_description: 'Permissions error',
  error_reason: 'user_denied',
}

/** The registered address as it stands, with the answer behind it. */
function leadingBack({ state }: LogInRow, returnTo: string, code: string | undefined): string {
  const said = new URLSearchParams(code === undefined ? declined : { code })
  if (state !== null) said.set('state', state)
  return `${returnTo}${returnTo.includes('?') ? '&' : '?'}${said}`
}
