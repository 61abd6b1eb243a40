import { transaction } from '../../platform/db.ts'
import { hashPassword, isPassword } from '../../platform/passwords.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { cameFrom, record } from '../audit/record.ts'
import { endSessions } from './end-sessions.ts'
import { accountById, setPassword } from './identity.sql.ts'
import { demandGoodPassword } from './password-rule.ts'
import { startSession, type Visitor } from './start-session.ts'
import { attemptOwnPassword } from './throttle.ts'

/** Changes one's own password; every session ends, and this browser gets a new one, whose token is answered. */
export async function changePassword(
  actor: Person,
  current: string,
  password: string,
  visitor: Visitor,
): Promise<string> {
  const account = await accountById(actor.accountId)
  const wasRight = await attemptOwnPassword(account.id)
  if (!(await isPassword(account.password_hash, current))) throw new Refusal('password_wrong')
  await wasRight()
  demandGoodPassword(password, account.email)
  const hash = await hashPassword(password)
  return transaction(async () => {
    await setPassword(account.id, hash)
    await endSessions(account.id)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'person.password_changed',
      subject: 'person',
      subjectId: actor.memberId,
      ...cameFrom(visitor),
    })
    return startSession(account.id, actor.communityId, visitor)
  })
}
