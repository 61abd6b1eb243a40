import { type Answer, type Call, type Client, type Reference, ServiceRefused } from '../connector.ts'
import { at, text } from '../reading.ts'

/** Nothing to choose: there is one Dropbox. */
export type DropboxSettings = Readonly<Record<never, never>>
export type DropboxClient = Client<DropboxSettings>

/** Calls a route of version 2: always POST, always JSON. Files of a team are seen from the root of the team's own space. */
export function callDropbox(client: DropboxClient, route: string, json: unknown, call: Partial<Call> = {}) {
  const { root } = client.details
  const headers = root && route.startsWith('/files/') ? { 'Dropbox-API-Path-Root': rootOf(root) } : {}
  return client.call({ ...call, method: 'POST', address: 'api', path: `/2${route}`, json, headers })
}

/** Metadata of a link, or of a place in the account itself. */
export const askAbout = ({ kind, ids }: Reference, client: DropboxClient): Promise<Answer> =>
  kind === 'path'
    ? callDropbox(client, '/files/get_metadata', { path: ids.path })
    : callDropbox(client, '/sharing/get_shared_link_metadata', { url: ids.url ?? '' })

export const rootOf = (root: string): string => JSON.stringify({ '.tag': 'root', root })

/** What a union is: its tag, never the summary, which may carry dots. */
export const tag = (value: unknown): string => text(at(value)['.tag'])

/** Every refusal of a route comes as 409; this is the outermost tag and the one inside it. */
export function problemOf({ status, json }: Answer): { readonly is: string; readonly inner: string } | undefined {
  if (status < 400) return undefined
  const error = at(json, 'error')
  const is = tag(error) || `http_${status}`
  return { is, inner: tag(error[is]) || tag(error.reason) }
}

/** The service's own words where it says no. */
export function demandDone(answer: Answer): void {
  const problem = problemOf(answer)
  if (!problem) return
  const words = text(at(answer.json, 'user_message').text) || [problem.is, problem.inner].filter(Boolean).join(' ')
  throw new ServiceRefused(words.replaceAll('_', ' '))
}
