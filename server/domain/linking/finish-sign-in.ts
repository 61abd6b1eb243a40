import { transaction } from '../../platform/db.ts'
import { hashToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { openText } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { getListed } from '../integrations/catalog.ts'
import { announceInstallation, audited } from '../integrations/enable-integration.ts'
import {
  type InstallationRow,
  installationById,
  lockInstallation,
  nextId,
  setConnection,
} from '../integrations/installations.sql.ts'
import { isElsewhere } from '../integrations/leave-address.ts'
import { accountOf, forgetPreviews, putAccount, type StateRow, takeState } from './accounts.sql.ts'
import { type SignInUnderWay, stateContext } from './begin-sign-in.ts'
import { clientWith } from './client-for.ts'
import { askToRevoke } from './revoke-grant.ts'
import { signedByClient } from './signed-by-client.ts'
import { exchangeCode, oauthOf, openTokens, sealTokens, type Tokens } from './tokens.ts'

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
  if (state.purpose === 'installation' && !mayInCommunity(actor, 'integrations.manage'))
    return { ...finished, problem: 'forbidden' }
  if (!answer.code) return { ...finished, problem: shortWord(answer.error, 'no_code') }
  const met = await meet(row, answer.code, underWay.verifier)
  if (met.is === 'problem') return { ...finished, problem: met.problem }
  if (await keep(actor, state, row, met)) return finished
  // Switched off or moved while the browser was away: what the service gave is given back, to the one that gave it.
  await askToRevoke(row, met.tokens, met.externalId)
  return { ...finished, problem: 'not_enabled' }
}

interface Met {
  readonly is: 'account'
  readonly tokens: Tokens
  readonly externalId: string
  readonly label: string
}

/** Exchanges the code, and asks whose account it is. */
async function meet(
  row: InstallationRow,
  code: string,
  verifier: string | undefined,
): Promise<Met | { readonly is: 'problem'; readonly problem: string }> {
  const listed = getListed(row.integration_id)
  try {
    const { tokens, answer } = await exchangeCode(listed, row, code, verifier)
    const client = clientWith(listed, row, tokens)
    const account = await oauthOf(listed, row).account(client, answer, signedByClient(row))
    const { externalId, label } = account
    return { is: 'account', tokens: { ...tokens, details: account.details ?? {} }, externalId, label }
  } catch (error) {
    return { is: 'problem', problem: shortWord(error instanceof Error && error.message, 'unreachable') }
  }
}

/** The service's own short word, where it is one: nothing longer goes into an address. */
const shortWord = (word: unknown, otherwise: string): string =>
  typeof word === 'string' && /^[a-z_]{1,60}$/.test(word) ? word : otherwise

/** Answers whether there was still an installation to keep it for, at the address that was asked. */
async function keep(actor: Person, state: StateRow, asked: InstallationRow, met: Met): Promise<boolean> {
  const id = await nextId()
  return transaction(async () => {
    const row = await lockInstallation(actor.communityId, state.installation_id)
    if (row?.state !== 'enabled' || isElsewhere(getListed(row.integration_id), asked, row)) return false
    const own = state.purpose === 'installation'
    const memberId = own ? row.bot_id : actor.memberId
    const before = own ? undefined : await accountOf(actor.communityId, row.id, memberId)
    await putAccount({
      id,
      communityId: actor.communityId,
      memberId,
      installationId: row.id,
      externalId: met.externalId,
      label: met.label,
      tokens: sealTokens(id, met.tokens),
      scopes: met.tokens.scopes,
      expiresAt: met.tokens.expiresAt ? new Date(met.tokens.expiresAt) : null,
    })
    await forgetPreviews(actor.communityId, row.id, memberId)
    // What somebody else there granted is of no more use; webhooks may still stand on the installation's own.
    if (before && before.external_id !== met.externalId)
      await askToRevoke(row, openTokens(before.id, before.tokens), before.external_id)
    if (own) await connected(actor, row)
    else await announceAccount(actor.communityId, row.id, memberId)
    if (own || readsForItself(row)) await takeUp(row)
    await record({
      ...audited(actor, own ? 'integration.connected' : 'account.linked', row.id),
      after: { label: met.label },
    })
    return true
  })
}

async function connected(actor: Person, row: InstallationRow): Promise<void> {
  await setConnection(actor.communityId, row.id, 'connected', null)
  await announceInstallation(actor, row.id)
}

const readsForItself = (row: InstallationRow): boolean =>
  getListed(row.integration_id).connector.events?.followAs === 'follower'

/** The service is told where to post, with the account that came, and what was missed without one is read. */
const takeUp = (row: InstallationRow): Promise<void> =>
  enqueue(
    ...['subscribe-connector', 'catch-up'].map(kind => ({
      communityId: row.community_id,
      kind,
      payload: {},
      installationId: row.id,
    })),
  )

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
