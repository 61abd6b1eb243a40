import { hashToken, newToken } from '../../platform/ids.ts'
import { insertSession } from './identity.sql.ts'

/** Where a browser is: kept beside its session, for the person and the audit. */
export interface Visitor {
  readonly address: string
  readonly userAgent: string | null
  /** Two letters, where a proxy says it. */
  readonly country?: string
  /** What it keeps of an earlier sign-in, if anything. */
  readonly known?: string | undefined
}

/** Opens a session with a fresh token; only a hash of it is kept. */
export async function startSession(accountId: string, communityId: string, visitor: Visitor): Promise<string> {
  const token = newToken()
  await insertSession({
    tokenHash: hashToken(token),
    accountId,
    communityId,
    address: visitor.address,
    userAgent: visitor.userAgent?.slice(0, 300) ?? null,
  })
  return token
}
