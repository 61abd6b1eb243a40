import { type Answer, type Client, ServiceRefused } from '../connector.ts'
import { at, text } from '../reading.ts'

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
