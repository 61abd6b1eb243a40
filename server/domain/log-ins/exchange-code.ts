import { createHash } from 'node:crypto'
import { maybe, run, sql } from '../../platform/db.ts'
import { hashToken, newToken } from '../../platform/ids.ts'

/** How long a program knows somebody by one log-in. */
export const tokenDays = 60

export interface Exchanged {
  readonly token: string
  readonly seconds: number
  /** Who, what of them, and what the program wants to see again in an id token. */
  readonly memberId: string
  readonly scopes: readonly string[]
  readonly nonce: string | null
}

export interface Code {
  readonly appId: string
  readonly code: string
  /** Absent for a device, whose answer goes nowhere. */
  readonly returnTo?: string | undefined
  readonly verifier?: string | undefined
}

/**
 * A code for a token, once: by the app that asked, with the address it named, and with the proof it announced. One that comes again was overheard by somebody,
 * so that what was given for it ends too (threats.md A09).
 */
export async function exchangeCode(given: Code): Promise<Exchanged | undefined> {
  const token = newToken()
  const challenge =
    given.verifier === undefined ? null : createHash('sha256').update(given.verifier).digest('base64url')
  const hash = hashToken(given.code)
  const ofApp = sql`l.code_hash = ${hash} and i.community_id = l.community_id and i.id = l.installation_id and i.integration_id = ${given.appId}`
  const found = await maybe<{ member_id: string; scopes: string[]; nonce: string | null; seconds: number }>(sql`
    update log_ins l set code_used_at = now(), token_hash = ${hashToken(token)}, token_ends_at = now() + make_interval(days => ${tokenDays})
    from installations i, members m
    where ${ofApp} and i.state = 'enabled' and l.allowed and l.code_used_at is null and l.code_ends_at > now()
      and m.community_id = l.community_id and m.id = l.member_id and m.active
      and l.return_to is not distinct from ${given.returnTo ?? null} and l.challenge is not distinct from ${challenge}
    returning l.member_id, l.scopes, l.nonce, extract(epoch from l.token_ends_at - now())::int as seconds`)
  if (found)
    return { token, seconds: found.seconds, memberId: found.member_id, scopes: found.scopes, nonce: found.nonce }
  await run(sql`
    update log_ins l set ended_at = coalesce(l.ended_at, now()) from installations i where ${ofApp} and l.code_used_at is not null`)
  return undefined
}
