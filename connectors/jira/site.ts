import type { Answer, Call, Client, Place } from '../connector.ts'

/** Settings of this integration, as its schema describes them. */
export interface JiraSettings {
  readonly deployment: 'cloud' | 'data_center'
  /** Data Center: the base address, with its context path. */
  readonly siteUrl?: string
}

export type JiraClient = Client<JiraSettings>

/** The site a link belongs to (origin and context path, no slash at the end), and the path in it; nothing where it is no site of ours. */
export function siteOf(url: URL, place: Place<JiraSettings>): { site: string; path: string } | undefined {
  const base = place.address('site')
  if (base.includes('*.')) {
    const suffix = base.slice(base.indexOf('*.') + 1)
    const label = url.hostname.endsWith(suffix) ? url.hostname.slice(0, -suffix.length) : ''
    const ours = url.protocol === 'https:' && !url.port && /^[a-z0-9-]+$/.test(label) && label !== 'support'
    return ours ? { site: url.origin, path: url.pathname } : undefined
  }
  const own = new URL(base)
  const context = own.pathname.replace(/\/$/, '')
  const ours = url.origin === own.origin && (url.pathname === context || url.pathname.startsWith(`${context}/`))
  if (!ours) return undefined
  const path = url.pathname.slice(context.length)
  // Where one host stands for all of Cloud, a further site has a first part of its own before Jira's.
  const further =
    place.settings.deployment === 'cloud'
      ? (/^\/(?!jira\/)[a-z0-9-]+(?=\/(?:browse|projects|jira)\/)/.exec(path)?.[0] ?? '')
      : ''
  return { site: own.origin + context + further, path: path.slice(further.length) }
}

/**
 * Calls Jira's REST interface of a site: on Cloud version 3 through the gateway, by the id that the account's sites were linked with; on Data
 * Center version 2 at the site itself.
 */
export async function callSite(
  client: JiraClient,
  site: string | undefined,
  path: string,
  call: Partial<Call> = {},
): Promise<Answer> {
  if (client.settings.deployment === 'data_center')
    return client.call({ ...call, address: 'site', path: `/rest/api/2${path}` })
  return callCloud(client, await cloudId(client, site), path, call)
}

/** Calls one site of Cloud, by its id. */
export const callCloud = (client: JiraClient, id: string, path: string, call: Partial<Call>): Promise<Answer> =>
  client.call({ ...call, address: 'api', path: `/ex/jira/${id}/rest/api/3${path}` })

/** Cloud: which of the account's sites; the first where none is asked for. An account that does not reach the site sees nothing of it. */
async function cloudId(client: JiraClient, site: string | undefined): Promise<string> {
  const sites = await sitesOf(client)
  return (site === undefined ? Object.values(sites)[0] : sites[site]) ?? 'none'
}

/** The account's sites, ids by address, as they were when it was linked. */
export const sitesOf = async (client: JiraClient): Promise<Record<string, string>> =>
  client.details.sites ? (JSON.parse(client.details.sites) as Record<string, string>) : readSites(client)

/** Addresses of the sites an account reaches; of Data Center the one there is. */
export const addressesOf = async (client: JiraClient): Promise<string[]> =>
  client.settings.deployment === 'data_center' ? [client.address('site')] : Object.keys(await sitesOf(client))

/** What people call a site: how its address begins, or, where several stand under one host, what follows that. */
export const nameOf = (site: string): string => site.replace(/^https?:\/\//, '')

/** The sites an account reaches, by address. */
export async function readSites(client: Pick<Client<never>, 'call'>): Promise<Record<string, string>> {
  const { json } = await client.call({ address: 'api', path: '/oauth/token/accessible-resources' })
  const sites = Array.isArray(json) ? (json as { id?: unknown; url?: unknown }[]) : []
  return Object.fromEntries(sites.map(({ id, url }) => [String(url).replace(/\/$/, ''), String(id)]))
}
