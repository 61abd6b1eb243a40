/** `/oauth/access_token` for programs of a company's own: an app's own token by its secret, and a token of its own for the same again. */

import { holderOf } from '../../domain/integrations/access-tokens.ts'
import { provenApp } from './graph-caller.ts'
import { GraphError } from './graph-error.ts'
import { asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'

export async function exchangeToken({ params }: GraphRequest, address: string): Promise<unknown> {
  const appId = asText(params.client_id) ?? ''
  const secret = asText(params.client_secret) ?? ''
  if (!(await provenApp(appId, secret, address))) throw new GraphError('token_wrong', 'Error validating client secret.')
  const grant = asText(params.grant_type) ?? 'authorization_code'
  if (grant === 'client_credentials') return { access_token: `${appId}|${secret}`, token_type: 'bearer' }
  if (grant === 'fb_exchange_token') return exchanged(appId, asText(params.fb_exchange_token) ?? '')
  throw new GraphError('bad_parameter', '(#100) This authorization code is not known, was used before, or has expired.')
}

/** Tokens here do not run out: what is long-lived already stays as it is. */
async function exchanged(appId: string, token: string): Promise<unknown> {
  const holder = await holderOf(token)
  if (!holder || holder.appId !== appId) throw new GraphError('token_wrong', 'Error validating access token')
  return { access_token: token, token_type: 'bearer' }
}
