import { type Answer, type Call, type Client, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { at, list, text } from '../reading.ts'

/** Settings of this integration, as its schema describes them. */
export interface ZoomSettings {
  readonly cloud: 'commercial' | 'government'
  readonly secretToken: string
}

export type ZoomClient = Client<ZoomSettings>

/**
 * Calls version 2 of the interface, at the regional host that came with the account's token. The daily limit tells its end as a date, which the
 * client reads like any other; 429 by the second says nothing, and a second is enough.
 */
export async function callZoom(client: ZoomClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const { api } = client.details
  const regional = api && client.settings.cloud === 'commercial'
  const to = regional ? { address: 'sites', at: api } : { address: 'api' }
  const answer = await client.call({ ...call, ...to, path: `/v2${path}` })
  if (answer.status === 400 && at(answer.json).code === 429) throw new ServiceUnreachable('rate limit', 1)
  return answer
}

/** The service's own words where it says no. */
export function demandDone({ status, json }: Answer): void {
  if (status < 400) return
  const fields = list(at(json).errors).map(one => [text(at(one).field, 60), text(at(one).message)] as const)
  throw new ServiceRefused(text(at(json).message) || `HTTP ${status}`, Object.fromEntries(fields))
}
