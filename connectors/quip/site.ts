import { type Answer, type Client, ServiceRefused } from '../connector.ts'
import { at, number, text } from '../reading.ts'

/** Settings of this integration: the vendor’s cloud, or a customer’s own part of it under its own domain. */
export interface QuipSettings {
  readonly hosting: 'cloud' | 'dedicated'
  readonly host?: string
}
export type QuipClient = Client<QuipSettings>

export const getQuip = (
  client: QuipClient,
  path: string,
  query: Readonly<Record<string, string | number | undefined>> = {},
): Promise<Answer> => client.call({ address: 'api', path, query })

/** Bodies are forms, never JSON. */
export const postQuip = (client: QuipClient, path: string, form: Readonly<Record<string, string>>): Promise<Answer> =>
  client.call({ method: 'POST', address: 'api', path, form })

/** The service's own words where it says no: that a site is read-only, for one. */
export function demandDone({ status, json }: Answer): void {
  if (status >= 400)
    throw new ServiceRefused(text(at(json).error_description) || text(at(json).error) || `HTTP ${status}`)
}

/** The person's limit and the company's each say when they begin anew, in seconds since 1970; the one that is used up counts. */
export function retryAfter({ headers }: Pick<Answer, 'headers'>, now: number): number | undefined {
  const resets = ['x-ratelimit', 'x-company-ratelimit'].flatMap(limit => {
    const reset = headers[`${limit}-remaining`] === '0' ? number(headers[`${limit}-reset`]) : undefined
    return reset === undefined ? [] : [Math.ceil(reset - now / 1_000)]
  })
  return resets.length > 0 ? Math.max(1, ...resets) : undefined
}
