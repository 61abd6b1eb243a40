/** `/oauth/access_token`: an app's own token by its secret, a token of its own for the same again, a person's token for the code of their log-in. */

import { profilesNamed } from '../../domain/community/profiles.sql.ts'
import { holderOf } from '../../domain/integrations/access-tokens.ts'
import { type Exchanged, exchangeCode } from '../../domain/log-ins/exchange-code.ts'
import { idToken } from '../../domain/log-ins/id-token.ts'
import { loggedIn } from '../../domain/log-ins/logged-in.ts'
import { now } from '../../platform/clock.ts'
import { type From, provenApp } from './graph-caller.ts'
import { GraphError } from './graph-error.ts'
import { asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'

export async function exchangeToken({ params }: GraphRequest, from: From): Promise<unknown> {
  const appId = asText(params.client_id) ?? ''
  const secret = asText(params.client_secret) ?? ''
  if (!(await provenApp(appId, secret, from))) throw new GraphError('token_wrong', 'Error validating client secret.')
  const grant = asText(params.grant_type) ?? 'authorization_code'
  if (grant === 'client_credentials') return { access_token: `${appId}|${secret}`, token_type: 'bearer' }
  if (grant === 'fb_exchange_token') return exchanged(appId, asText(params.fb_exchange_token) ?? '')
  const given = await exchangeCode({
    appId,
    code: asText(params.code) ?? '',
    returnTo: asText(params.redirect_uri) ?? '',
    verifier: asText(params.code_verifier),
  })
  if (!given)
    throw new GraphError(
      'code_wrong',
      '(#100) This authorization code is not known, was used before, has expired, or was asked for with another redirect_uri.',
    )
  return { ...personToken(given), ...(given.scopes.includes('openid') && { id_token: await idTokenOf(appId, given) }) }
}

/** As the Graph answers it. */
export const personToken = ({ token, seconds }: Exchanged): Record<string, unknown> => ({
  access_token: token,
  token_type: 'bearer',
  expires_in: seconds,
})

async function idTokenOf(appId: string, { memberId, scopes, nonce, token }: Exchanged): Promise<string> {
  const email = scopes.includes('email') ? await emailOf(memberId, token) : undefined
  return idToken({ appId, memberId, email, nonce })
}

async function emailOf(memberId: string, token: string): Promise<string | undefined> {
  const holder = await loggedIn(token)
  return (holder && (await profilesNamed(holder.bot, [memberId]))[0]?.email) ?? undefined
}

/** Tokens of programs do not run out, and a person's is long-lived from the start: each stays as it is. */
async function exchanged(appId: string, token: string): Promise<unknown> {
  const holder = await holderOf(token)
  if (holder?.appId === appId) return { access_token: token, token_type: 'bearer' }
  const person = holder ? undefined : await loggedIn(token)
  if (person?.app_id !== appId) throw new GraphError('token_wrong', 'Error validating access token')
  return {
    access_token: token,
    token_type: 'bearer',
    expires_in: Math.floor((person.token_ends_at.getTime() - now()) / 1_000),
  }
}
