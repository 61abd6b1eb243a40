import { type Answer, type Call, type Client, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { at, number, text } from '../reading.ts'

/** Settings of this integration: where the account's data live. */
export interface SurveySettings {
  readonly region: 'us' | 'eu' | 'ca'
}

export type SurveyClient = Client<SurveySettings>

/** Calls version 3 at the host that came with the token: elsewhere the service refuses (error 1018). */
export async function callSurvey(client: SurveyClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const { api } = client.details
  const to = api ? { address: client.settings.region === 'ca' ? 'canada' : 'sites', at: api } : { address: 'api' }
  const answer = await client.call({ ...call, ...to, path: `/v3${path}` })
  const { id } = at(answer.json, 'error')
  if (text(id) === '1040') throw new ServiceUnreachable('rate limit', resetIn(answer.headers))
  return answer
}

/** The limits tell in seconds when they begin anew; there is no Retry-After. */
const resetIn = (headers: Answer['headers']): number =>
  number(headers['x-ratelimit-app-global-minute-reset']) ?? number(headers['x-ratelimit-app-global-day-reset']) ?? 60

/** The service's own words where it says no: a plan that is too small, a permission that is missing. */
export function demandDone({ status, json }: Answer): void {
  if (status >= 400) throw new ServiceRefused(text(at(json, 'error').message) || `HTTP ${status}`)
}
