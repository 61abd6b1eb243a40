import { type Answer, type Call, type Client, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, list, number, text } from '../reading.ts'

/** Settings of this integration: the vendor’s cloud, a company’s part of it, or a server of its own; and the webhooks’ secret. */
export interface GitHubSettings {
  readonly hosting: 'cloud' | 'residency' | 'server'
  readonly host?: string
  readonly secret: string
}
export type GitHubClient = Client<GitHubSettings>

const version = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' }

/** A repository that was renamed answers with its new address, which is followed once and on the same host only. */
export async function callGitHub(client: GitHubClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const answer = await client.call({ address: 'api', path, headers: version, ...call })
  demandCalm(answer, client)
  const to = answer.headers.location ?? ''
  const moved = answer.status >= 301 && answer.status <= 308 && URL.canParse(to)
  const target = moved ? under(new URL(to), client.address('api')) : undefined
  return target ? client.call({ address: 'api', headers: version, ...call, path: target.path }) : answer
}

/** Too much for now comes as 403 too; only the headers tell. */
function demandCalm({ status, headers }: Answer, client: GitHubClient): void {
  if (status !== 403) return
  const after = number(headers['retry-after'])
  if (after !== undefined) throw new ServiceUnreachable('secondary rate limit', after)
  if (headers['x-ratelimit-remaining'] !== '0') return
  throw new ServiceUnreachable('rate limit', retryAfter({ headers }, client.now()) ?? 60)
}

/** When the hour that is used up begins anew, in seconds since 1970; `Retry-After` is there for the other limits only. */
export function retryAfter({ headers }: Pick<Answer, 'headers'>, now: number): number | undefined {
  const reset = headers['x-ratelimit-remaining'] === '0' ? number(headers['x-ratelimit-reset']) : undefined
  return reset === undefined ? undefined : Math.max(1, Math.ceil(reset - now / 1_000))
}

/** The service's own words where it says no. */
export function demandDone({ status, json }: Answer): void {
  if (status < 400) return
  const more = list(at(json).errors).map(one => text(at(one).message))
  throw new ServiceRefused([text(at(json).message), ...more].filter(Boolean).join(' ') || `HTTP ${status}`)
}
