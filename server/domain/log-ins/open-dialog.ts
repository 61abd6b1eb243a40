import type { LogIn } from '../../../contract/api/log-ins.ts'
import { sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { logoAddress } from '../integrations/custom.sql.ts'
import { insertLogIn, type LogInProgram, logInScopes, programFor } from './log-ins.sql.ts'

/** What the address of a dialog said; nothing of it is trusted but what the program's administrator registered. */
export interface AskedDialog {
  readonly clientId: string
  readonly redirectUri: string
  readonly responseType?: string
  readonly scope?: string
  readonly state?: string
  readonly nonce?: string
  readonly codeChallenge?: string
  readonly codeChallengeMethod?: string
}

/**
 * A program asks who somebody is, by its dialog. What is asked is kept, and the answer is given to that and to nothing that a page says later (threats.md A08).
 * What is wrong is said here and never sent to the address that was given (A11).
 */
export async function openDialog(actor: Person, asked: AskedDialog): Promise<LogIn> {
  const program = /^\d{1,18}$/.test(asked.clientId)
    ? await programFor(actor.communityId, actor.memberId, sql`a.id = ${asked.clientId}`)
    : undefined
  if (!program) throw new Refusal('log_in_unknown')
  if (!program.addresses.includes(asked.redirectUri)) throw new Refusal('log_in_address', { program: program.name })
  demandCodeFlow(asked)
  const scopes = scopesIn(asked.scope)
  const { id } = await insertLogIn({
    communityId: actor.communityId,
    installationId: program.installation_id,
    via: 'dialog',
    scopes,
    returnTo: asked.redirectUri,
    state: asked.state,
    challenge: asked.codeChallenge,
    nonce: asked.nonce,
    memberId: actor.memberId,
    sessionId: actor.sessionId,
  })
  return presentLogIn(id, program, scopes, new URL(asked.redirectUri).host)
}

/** A code and nothing else: tokens in addresses stay in histories and logs. A challenge is S256, as anything weaker proves nothing (threats.md A09). */
function demandCodeFlow({ responseType = 'code', codeChallenge, codeChallengeMethod }: AskedDialog): void {
  const challenged = codeChallenge !== undefined || codeChallengeMethod !== undefined
  if (
    responseType !== 'code' ||
    (challenged && (codeChallengeMethod !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge ?? '')))
  )
    throw new Refusal('log_in_unlike')
}

/** Of what was asked for, what there is to give: the rest is not granted, as with the Graph's own. */
export const scopesIn = (said: string | undefined): string[] => {
  const asked = new Set((said ?? '').split(/[\s,]+/))
  return logInScopes.filter(scope => scope === 'public_profile' || asked.has(scope))
}

export const presentLogIn = (
  id: string,
  program: Pick<LogInProgram, 'app_id' | 'name' | 'description' | 'logo_key'>,
  scopes: readonly string[],
  returnHost: string | null,
): LogIn => ({ id, program: presentAsking(program), returnHost, sharesEmail: scopes.includes('email') })

export const presentAsking = (
  program: Pick<LogInProgram, 'app_id' | 'name' | 'description' | 'logo_key'>,
): LogIn['program'] => ({
  name: program.name,
  description: program.description,
  icon: logoAddress({ id: program.app_id, logo_key: program.logo_key }),
})
