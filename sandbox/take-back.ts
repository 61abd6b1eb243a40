import type { IncomingMessage } from 'node:http'
import type { Played } from './play.ts'

type Revoke = NonNullable<Played['oauths'][number]['revoke']>
interface Taken {
  readonly status: number
  readonly json: unknown
}

/** Takes a grant back, in whichever form the service has; nothing where the call is not for that. One that proves nobody takes nothing. */
export function takeBack(
  service: Played,
  address: string,
  path: string,
  { method, headers: { authorization: proof = '' } }: IncomingMessage,
  fields: () => Record<string, unknown>,
): Taken | undefined {
  const revoke = service.oauths.map(oauth => oauth.revoke).find(one => one?.address === address && fits(one, path))
  if (!revoke) return undefined
  if (revoke.as === 'bearer') {
    service.accounts.revoke(proof.replace('Bearer ', ''), revoke)
    return { status: 200, json: null }
  }
  const deletes = revoke.as === 'delete'
  if (deletes && !(method === 'DELETE' && proof.startsWith('Basic '))) return { status: 401, json: {} }
  service.accounts.revoke(String(deletes ? fields().access_token : fields().token), revoke)
  return { status: deletes ? 204 : 200, json: {} }
}

function fits({ path }: Revoke, called: string): boolean {
  const [before = '', after] = path.split('{clientId}')
  return after === undefined ? called === path : called.startsWith(before) && called.endsWith(after)
}
