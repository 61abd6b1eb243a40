/** What an app does as itself, with `{app-id}|{app-secret}`: tokens looked into, and its webhooks. */

import { permissions } from '../../../contract/permissions.ts'
import { holderOf } from '../../domain/integrations/access-tokens.ts'
import { loggedIn } from '../../domain/log-ins/logged-in.ts'
import type { AppItself } from './graph-caller.ts'
import { GraphError, missing } from './graph-error.ts'
import { asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'
import { subscriptions } from './subscriptions.ts'

export async function runAppCall(caller: AppItself, request: GraphRequest): Promise<unknown> {
  const [name = '', edge] = request.path
  if (name === 'debug_token') return debugToken(caller, request)
  if (name !== 'app' && name !== caller.appId) throw missing(name, request.method)
  if (edge === 'subscriptions') return subscriptions(caller, request)
  if (edge === undefined && request.method === 'GET') return { id: caller.appId }
  throw missing(name, request.method)
}

/** What a token is; one of another app's is as wrong as one that never was. */
async function debugToken(caller: AppItself, { params }: GraphRequest): Promise<unknown> {
  const token = asText(params.input_token)?.trim()
  if (!token) throw new GraphError('bad_parameter', '(#100) The parameter input_token is required')
  if (token.startsWith(`${caller.appId}|`))
    return { data: { app_id: caller.appId, type: 'APP', is_valid: true, expires_at: 0, scopes: [] } }
  const holder = await holderOf(token)
  const person = holder ? undefined : await loggedIn(token)
  if (person?.app_id === caller.appId)
    return {
      data: {
        app_id: person.app_id,
        type: 'USER',
        user_id: person.member_id,
        expires_at: Math.floor(person.token_ends_at.getTime() / 1_000),
        is_valid: true,
        scopes: person.scopes,
      },
    }
  if (!holder || holder.appId !== caller.appId)
    return {
      data: {
        is_valid: false,
        scopes: [],
        error: { code: 190, message: 'Invalid OAuth access token - Cannot parse access token', subcode: 467 },
      },
    }
  return {
    data: {
      app_id: holder.appId,
      type: 'PAGE',
      profile_id: holder.bot.memberId,
      expires_at: 0,
      is_valid: true,
      scopes: permissions
        .filter(one => one.graph !== null && holder.permissions.includes(one.id))
        .map(one => one.graph),
    },
  }
}
