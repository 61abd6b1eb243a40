/** App secret proof (workplace-graph-api.md 2.3): that whoever sends a token knows the secret too. */
import { createHmac } from 'node:crypto'
import type { TokenHolder } from '../../domain/integrations/access-tokens.ts'
import { secretsOf } from '../../domain/integrations/apps.ts'
import { now } from '../../platform/clock.ts'
import { isSame } from '../../platform/ids.ts'
import { GraphError } from './graph-error.ts'
import { asCount, asText } from './lenient.ts'
import type { GraphRequest } from './request.ts'

/** A proof is good for five minutes; clocks that run ahead do so by seconds. */
const oldest = 300
const ahead = 60

/** What of a token's holder says how its calls are proved. */
type Proved = Pick<TokenHolder, 'appId' | 'requireProof' | 'secret' | 'previousSecret'>

/** Demanded where the integration asks for it, and then with its time; one that was sent is checked in any case. */
export function demandProof(holder: Proved, token: string, { params }: Pick<GraphRequest, 'params'>): void {
  const proof = asText(params.appsecret_proof)
  if (proof === undefined) {
    if (holder.requireProof)
      throw new GraphError('bad_parameter', 'API calls from the server require an appsecret_proof argument')
    return
  }
  const time = asText(params.appsecret_time)?.trim()
  const secrets = secretsOf({ id: holder.appId, secret: holder.secret, previous_secret: holder.previousSecret })
  const right = secrets.some(secret => isSame(proofOf(secret, token, time), proof.trim().toLowerCase()))
  if (!right || (time === undefined ? holder.requireProof : !isFresh(time)))
    throw new GraphError('bad_parameter', 'Invalid appsecret_proof provided in the API argument')
}

export const proofOf = (secret: string, token: string, time: string | undefined): string =>
  createHmac('sha256', secret)
    .update(time === undefined ? token : `${token}|${time}`)
    .digest('hex')

function isFresh(time: string): boolean {
  const age = now() / 1_000 - (asCount(time) ?? 0)
  return age <= oldest && age >= -ahead
}
