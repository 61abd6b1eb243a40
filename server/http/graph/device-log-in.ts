/** `/device/login` and `/device/login_status`: a program on a device asks who sits in front of it, with its client token (workplace-graph-api.md 6). */
import { appById } from '../../domain/integrations/apps.ts'
import { askDevice, beginDevice, deviceInterval, deviceSeconds } from '../../domain/log-ins/devices.ts'
import { devicePage } from '../../platform/addresses.ts'
import { isSame } from '../../platform/ids.ts'
import { personToken } from './exchange-token.ts'
import { type From, tokenIn } from './graph-caller.ts'
import { GraphError, missing } from './graph-error.ts'
import { asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'

export async function deviceLogIn(request: GraphRequest, from: From): Promise<unknown> {
  const appId = await appOf(tokenIn(request, from.authorization) ?? '', from)
  const [, what, ...rest] = request.path
  if (request.method !== 'POST' || rest.length > 0) throw missing('device', request.method)
  if (what === 'login') return begin(appId, asText(request.params.scope))
  if (what === 'login_status') return status(appId, asText(request.params.code) ?? '')
  throw missing('device', request.method)
}

/** `{app-id}|{client-token}`: it stands in every device, and so it opens nothing else. */
async function appOf(token: string, from: From): Promise<string> {
  const [appId = '', clientToken = ''] = token.split('|')
  const app = /^\d{1,18}$/.test(appId) ? await appById(appId) : undefined
  if (!app || !isSame(app.client_token, clientToken))
    throw new GraphError('token_wrong', 'Error validating application. Invalid application ID or client token.')
  from.known({ appId, communityId: app.community_id, installationId: undefined })
  return appId
}

async function begin(appId: string, scope: string | undefined): Promise<unknown> {
  const begun = await beginDevice(appId, scope)
  if (begun === 'too_many') throw new GraphError('too_many', '(#4) Application request limit reached')
  if (!begun) throw new GraphError('unknown_method', '(#3) Device login is not enabled for this application')
  return {
    code: begun.code,
    user_code: begun.typedCode,
    verification_uri: devicePage(),
    expires_in: deviceSeconds,
    interval: deviceInterval,
  }
}

async function status(appId: string, code: string): Promise<unknown> {
  const answer = await askDevice(appId, code)
  if (answer === 'pending')
    throw new GraphError('device_pending', 'This request requires the user to take a pending action')
  if (answer === 'over') throw new GraphError('device_expired', 'The code is not known, was declined, or has expired')
  return personToken(answer)
}
