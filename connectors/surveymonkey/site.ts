import { type Answer, type Call, type Client, ServiceRefused } from '../connector.ts'
import { at, number, text } from '../reading.ts'

/** Settings of this integration: where the account's data live. */
export interface SurveySettings {
  readonly region: 'us' | 'eu' | 'ca'
}

export type SurveyClient = Client<SurveySettings>

/** What the service refused, in its own words: a plan that is too small, a permission that is missing. */
export class SurveyRefused extends ServiceRefused {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** Calls version 3 at the host that came with the token: elsewhere the service refuses (error 1018). */
export function callSurvey(client: SurveyClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const { api } = client.details
  const to = api ? { address: client.settings.region === 'ca' ? 'canada' : 'sites', at: api } : { address: 'api' }
  return client.call({ ...call, ...to, path: `/v3${path}` })
}

/** There is no Retry-After: each of two limits says how much of it is left, and in how many seconds it begins anew. */
export function retryAfter({ status, headers }: Pick<Answer, 'status' | 'headers'>): number | undefined {
  if (status !== 429) return undefined
  const limits = ['minute', 'day'].map(limit => ({
    left: number(headers[`x-ratelimit-app-global-${limit}-remaining`]),
    reset: number(headers[`x-ratelimit-app-global-${limit}-reset`]),
  }))
  const used = limits.filter(({ left }) => left !== undefined && left <= 0)
  const resets = (used.length > 0 ? used : limits.slice(0, 1)).flatMap(({ reset }) =>
    reset === undefined ? [] : [reset],
  )
  return resets.length > 0 ? Math.max(...resets) : undefined
}

export function demandDone({ status, json }: Answer): void {
  if (status >= 400) throw new SurveyRefused(status, text(at(json, 'error').message) || `HTTP ${status}`)
}
