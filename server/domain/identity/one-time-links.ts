import type { Static } from 'typebox'
import type { OneTimeLink } from '../../../contract/api/session.ts'
import { transaction } from '../../platform/db.ts'
import { hashToken, newToken } from '../../platform/ids.ts'
import { hashPassword, isPassword } from '../../platform/passwords.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { visibleText } from '../../platform/visible-text.ts'
import { languageOf } from '../../platform/words.ts'
import { cameFrom, record } from '../audit/record.ts'
import { endSessions } from './end-sessions.ts'
import { accountByEmail, setPassword } from './identity.sql.ts'
import { claimSeat, findLink, insertAccount, insertLink, type LinkRow, spendLink } from './one-time-links.sql.ts'
import { demandGoodPassword } from './password-rule.ts'
import { startSession, type Visitor } from './start-session.ts'
import { attemptSignIn } from './throttle.ts'

interface Given {
  readonly name?: string | undefined
  readonly password: string
}

/** Days a link lasts. */
const lasts = { invitation: 14, reset: 1 } as const

/** Makes a link for a person; earlier ones of theirs are spent. The token is answered once and kept as a hash; sealed as well where it is `kept`. */
export async function makeOneTimeLink(
  kind: LinkRow['kind'],
  communityId: string,
  memberId: string,
  madeBy: string | null,
  { kept = false } = {},
): Promise<{ token: string; endsAt: Date }> {
  const token = newToken()
  const { ends_at } = await insertLink({
    tokenHash: hashToken(token),
    sealed: kept ? seal(token, keptContext(memberId)) : null,
    kind,
    communityId,
    memberId,
    madeBy,
    days: lasts[kind],
  })
  return { token, endsAt: ends_at }
}

/** The token of a link that was kept and stands. */
export const openKept = (sealed: Buffer, memberId: string): string => openText(sealed, keptContext(memberId))
const keptContext = (memberId: string): string => `one_time_links:${memberId}`

/** Looks at a link before it is used. */
export async function lookAtLink(token: string): Promise<Static<typeof OneTimeLink>> {
  const link = await findLink(hashToken(token), false)
  if (!link) throw new Refusal('link_spent')
  return {
    kind: link.kind,
    name: link.name,
    email: link.email,
    community: link.community_name,
    language: languageOf(link.language),
    hasAccount: link.has_account,
  }
}

/**
 * Uses a link, once: an invitation gives the seat its account (an address that has one proves it with its own password), a reset sets a new
 * password and ends every session. Answers a session token.
 */
export async function useLink(token: string, given: Given, visitor: Visitor): Promise<string> {
  const before = await lookAtLink(token)
  if (before.kind === 'invitation' && before.hasAccount) await proveOwn(before.email, given.password, visitor)
  return transaction(async () => {
    const link = await findLink(hashToken(token), true)
    if (!link) throw new Refusal('link_spent')
    const accountId = await (link.kind === 'invitation' ? join(link, given) : reset(link, given.password))
    await spendLink(link.id)
    await record({
      communityId: link.community_id,
      actorId: link.member_id,
      action: link.kind === 'invitation' ? 'person.joined' : 'person.password_reset',
      subject: 'person',
      subjectId: link.member_id,
      ...cameFrom(visitor),
    })
    return startSession(accountId, link.community_id, visitor)
  })
}

/** Outside the transaction, so that a wrong password is counted though nothing else happens. */
async function proveOwn(email: string, password: string, visitor: Visitor): Promise<void> {
  const wasRight = await attemptSignIn(email, visitor)
  const account = await accountByEmail(email)
  if (!(await isPassword(account?.password_hash, password))) throw new Refusal('password_wrong')
  await wasRight()
}

async function join(link: LinkRow, given: Given): Promise<string> {
  const accountId = (link.has_account && link.account_id) || (await makeAccount(link, given.password))
  await claimSeat(
    link.community_id,
    link.member_id,
    accountId,
    given.name === undefined ? null : visibleText('name', given.name),
  )
  return accountId
}

async function makeAccount(link: LinkRow, password: string): Promise<string> {
  demandGoodPassword(password, link.email)
  return (await insertAccount(link.email, await hashPassword(password), languageOf(link.language))).id
}

async function reset(link: LinkRow, password: string): Promise<string> {
  if (!link.account_id) throw new Refusal('link_spent')
  demandGoodPassword(password, link.email)
  await setPassword(link.account_id, await hashPassword(password))
  await endSessions(link.account_id)
  return link.account_id
}
