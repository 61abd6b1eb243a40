import { type Answer, type Call, type Client, ServiceRefused } from '../connector.ts'
import { at, text } from '../reading.ts'

/** Settings of this integration: which of the vendor's clouds the company is in, and which company. */
export interface SharePointSettings {
  readonly cloud: Cloud
  readonly tenant: string
}
export type GraphClient = Client<SharePointSettings>

/** Each cloud has hosts of its own for everything. */
export const clouds = {
  worldwide: {
    graph: 'https://graph.microsoft.com',
    login: 'https://login.microsoftonline.com',
    sites: 'https://*.sharepoint.com',
  },
  us_government: {
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    sites: 'https://*.sharepoint.us',
  },
  us_defense: {
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
    sites: 'https://*.sharepoint-mil.us',
  },
  china: {
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
    sites: 'https://*.sharepoint.cn',
  },
} as const
export type Cloud = keyof typeof clouds

export const callGraph = (client: GraphClient, path: string, call: Partial<Call> = {}): Promise<Answer> =>
  client.call({ address: 'graph', path: `/v1.0${path}`, ...call })

/** The service's own words where it says no. */
export function demandDone({ status, json }: Answer): void {
  if (status >= 400) throw new ServiceRefused(text(at(json, 'error').message) || `HTTP ${status}`)
}

/** What a link to the next page, or to the next changes, carries: `name` without its `$`. */
export function tokenIn(link: unknown, name: string): string {
  const address = text(link, 10_000)
  const query = URL.canParse(address) ? new URL(address).searchParams : undefined
  return query?.get(`$${name}`) ?? query?.get(name) ?? /\((?:token)='([^']+)'\)/.exec(address)?.[1] ?? ''
}
