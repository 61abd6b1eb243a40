import { transaction } from '../../platform/db.ts'
import { hashToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { openText } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'
import { record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { getListed } from '../integrations/catalog.ts'
import { announceInstallation } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationById, nextId, setConnection } from '../integrations/installations.sql.ts'
import { forgetPreviews, putAccount, type StateRow, takeState } from './accounts.sql.ts'
import { type SignInUnderWay, stateContext } from './begin-sign-in.ts'
import { clientWith } from './client-for.ts'
import { exchangeCode, sealTokens, type Tokens } from './tokens.ts'

/** What the service's redirect brought. */
export interface CallbackAnswer {
  readonly state?: string | undefined
  readonly code?: string | undefined
  readonly error?: string | undefined
}

/** Where the browser goes now, and whether it worked; `problem` is the service's own short word. */
export interface Finished {
  readonly returnTo: string
  readonly purpose: 'installation' | 'member'
  readonly problem?: string
}

/**
 * The service sent the browser back. The state must be one of this session's, for this provider, not used before and not older than ten minutes;
 * the code goes to the provider that the state names and to no other (threats.md A10). Nothing to go on with: answers nothing.
 */
export async function finishSignIn(
  actor: Person,
  integrationId: string,
  answer: CallbackAnswer,
): Promise<Finished | undefined> {
  const state = answer.state ? await takeState(hashToken(answer.state)) : undefined
  if (!state || state.session_id !== actor.sessionId || state.member_id !== actor.memberId) return undefined
  const row = await installationById(state.community_id, state.installation_id)
  if (!row || row.integration_id !== integrationId || row.state !== 'enabled') return undefined
  const underWay: SignInUnderWay = JSON.parse(openText(state.sealed, stateContext))
  const finished = { returnTo: underWay.returnTo, purpose: state.purpose }
  if (!answer.code) return { ...finished, problem: (answer.error ?? 'no_code').slice(0, 100) }
  try {
    await link(actor, state, row, await exchangeCode(getListed(integrationId), row, answer.code, underWay.verifier))
    return finished
  } catch (error) {
    return { ...finished, problem: error instanceof Error ? error.message.slice(0, 100) : 'fault' }
  }
}

async function link(actor: Person, state: StateRow, row: InstallationRow, tokens: Tokens): Promise<void> {
  const listed = getListed(row.integration_id)
  const oauth = listed.connector.oauth?.(row.settings as never)
  if (!oauth) return
  const account = await oauth.account(clientWith(listed, row, tokens) as never)
  const whole = { ...tokens, details: account.details ?? {} }
  const id = await nextId()
  await transaction(async () => {
    const memberId = state.purpose === 'installation' ? row.bot_id : actor.memberId
    await putAccount({
      id,
      communityId: actor.communityId,
      memberId,
      installationId: row.id,
      externalId: account.externalId,
      label: account.label,
      tokens: sealTokens(id, whole),
      scopes: tokens.scopes,
      expiresAt: tokens.expiresAt ? new Date(tokens.expiresAt) : null,
    })
    await forgetPreviews(actor.communityId, row.id, memberId)
    if (state.purpose === 'installation') await connected(actor, row)
    else await announceAccount(actor.communityId, row.id, memberId)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: state.purpose === 'installation' ? 'integration.connected' : 'account.linked',
      subject: 'integration',
      subjectId: row.id,
      after: { label: account.label },
      ...(actor.address && { address: actor.address }),
    })
  })
}

async function connected(actor: Person, row: InstallationRow): Promise<void> {
  await setConnection(actor.communityId, row.id, 'connected', null)
  await enqueue({ communityId: actor.communityId, kind: 'subscribe-connector', payload: {}, installationId: row.id })
  await announceInstallation(actor, row.id)
}

export const announceAccount = (communityId: string, installationId: string, memberId: string): Promise<void> =>
  announce({
    communityId,
    topic: 'linked_account',
    field: 'accounts',
    verb: 'changed',
    subjectId: installationId,
    actorId: memberId,
    data: { memberId },
  })
