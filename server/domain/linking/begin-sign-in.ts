/** Accounts at services: signing in there, keeping the tokens, using them for whoever they belong to and for nobody else. */
import { createHash } from 'node:crypto'
import { connectCallback } from '../../platform/addresses.ts'
import { transaction } from '../../platform/db.ts'
import { hashToken, newToken } from '../../platform/ids.ts'
import { Refusal } from '../../platform/refusal.ts'
import { seal } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed, placeOf } from '../integrations/catalog.ts'
import { openCredentials, wholeSettings } from '../integrations/credentials.ts'
import { audited } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationOf } from '../integrations/installations.sql.ts'
import { insertState } from './accounts.sql.ts'
import { oauthOf } from './tokens.ts'

/** What is kept sealed while the browser is away. */
export interface SignInUnderWay {
  readonly verifier?: string
  readonly returnTo: string
}

export const stateContext = 'oauth_states'

/** Begins the installation's own sign-in; answers where the browser goes. */
export async function beginInstallationSignIn(actor: Person, integrationId: string): Promise<string> {
  demandInCommunity(actor, 'integrations.manage')
  const row = await enabledInstallation(actor, integrationId)
  return begin(actor, row, 'installation', `/admin/integrations/${integrationId}`)
}

/** The same again, because it broke or its account is to be another one: that somebody began is written down, whatever comes of it. */
export async function reconnectInstallation(actor: Person, integrationId: string): Promise<string> {
  demandInCommunity(actor, 'integrations.manage')
  const row = await enabledInstallation(actor, integrationId)
  return transaction(async () => {
    await record(audited(actor, 'integration.reconnect_begun', row.id))
    return beginInstallationSignIn(actor, integrationId)
  })
}

/** Begins a member's linking of their own account. `returnTo` is a path of ours. */
export async function beginLinking(actor: Person, integrationId: string, returnTo: string): Promise<string> {
  const row = await enabledInstallation(actor, integrationId)
  if (row.connection === 'pending' || !getListed(integrationId).connector.oauth) throw new Refusal('not_enabled')
  return begin(actor, row, 'member', returnTo)
}

async function enabledInstallation(actor: Person, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId)
  if (row?.state !== 'enabled') throw new Refusal('not_enabled')
  return row
}

async function begin(
  actor: Person,
  row: InstallationRow,
  purpose: 'installation' | 'member',
  returnTo: string,
): Promise<string> {
  const listed = getListed(row.integration_id)
  const oauth = oauthOf(listed, row)
  const state = newToken()
  const verifier = oauth.pkce ? newToken() : undefined
  const underWay: SignInUnderWay = { returnTo, ...(verifier && { verifier }) }
  await insertState(hashToken(state), {
    community_id: actor.communityId,
    session_id: actor.sessionId,
    member_id: actor.memberId,
    installation_id: row.id,
    purpose,
    sealed: seal(JSON.stringify(underWay), stateContext),
  })
  const url = new URL(placeOf(listed, wholeSettings(row)).address(oauth.authorize.address) + oauth.authorize.path)
  const params = {
    ...oauth.authorize.params,
    response_type: 'code',
    client_id: openCredentials(row).clientId ?? '',
    redirect_uri: connectCallback(row.integration_id),
    scope: oauth.scopes[purpose].join(' '),
    state,
    ...(verifier && {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  }
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return url.href
}
