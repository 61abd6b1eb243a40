/**
 * Who signs in: accounts, their sessions, and the one-time links by which they get in without a password. What a seat allows is decided in
 * `access`; people as others see them are in `community`.
 */

import { transaction } from '../../platform/db.ts'
import { isPassword } from '../../platform/passwords.ts'
import { Refusal } from '../../platform/refusal.ts'
import { cameFrom, record } from '../audit/record.ts'
import { accountByEmail, seatsOf } from './identity.sql.ts'
import { startSession, type Visitor } from './start-session.ts'
import { attemptSignIn } from './throttle.ts'

/** Answers a session token. An unknown address and a wrong password are alike in words and in time. */
export async function signIn(email: string, password: string, visitor: Visitor): Promise<string> {
  const wasRight = await attemptSignIn(email, visitor)
  const account = await accountByEmail(email)
  const right = await isPassword(account?.password_hash, password)
  const seat = account && right ? (await seatsOf(account.id))[0] : undefined
  if (account && !right) void noteFailure(account.id, visitor)
  if (!account || !seat) throw new Refusal('sign_in_failed')
  await wasRight()
  return transaction(async () => {
    await record({ ...signing('session.started', seat, visitor), actorId: seat.id })
    return startSession(account.id, seat.community_id, visitor)
  })
}

/** For whoever watches over security. Nobody waits for it: whether there is such an account must not show in the time. */
async function noteFailure(accountId: string, visitor: Visitor): Promise<void> {
  const [seat] = await seatsOf(accountId).catch(() => [])
  if (seat) await record(signing('session.failed', seat, visitor)).catch(() => {})
}

const signing = (action: string, seat: { id: string; community_id: string }, visitor: Visitor) => ({
  communityId: seat.community_id,
  action,
  subject: 'person',
  subjectId: seat.id,
  ...cameFrom(visitor),
})
