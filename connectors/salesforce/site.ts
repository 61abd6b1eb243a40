import { type Answer, type Call, type Client, ServiceRefused, ServiceUnreachable } from '../connector.ts'
import { under } from '../hosts.ts'
import { at, list, text } from '../reading.ts'

/** Settings of this integration: where its people sign in, and which version of the interface their org is asked in. */
export interface SalesforceSettings {
  readonly login: 'production' | 'sandbox' | 'own'
  readonly host?: string
  readonly version: string
}
export type SalesforceClient = Client<SalesforceSettings>

/** Hosts that answer calls: of orgs by their own name, commercial and government, and older instances that hold many. */
export const callable = ['sites', 'government', 'instances'] as const

/** Calls the org that the account came from. */
export async function callOrg(client: SalesforceClient, path: string, call: Partial<Call> = {}): Promise<Answer> {
  const { instance = '' } = client.details
  const address = callable.find(name => URL.canParse(instance) && under(new URL(instance), client.address(name)))
  const answer = await client.call({
    ...call,
    address: address ?? 'sites',
    at: instance,
    path: `/services/data/v${client.settings.version}${path}`,
  })
  // A day's calls are used up: the service does not say when the next begin.
  if (problemOf(answer)?.code === 'REQUEST_LIMIT_EXCEEDED') throw new ServiceUnreachable('daily limit', 3_600)
  return answer
}

/** Refusals are lists; the first says it. */
export function problemOf({ status, json }: Answer): { readonly code: string; readonly words: string } | undefined {
  if (status < 400) return undefined
  const first = at(list(json)[0])
  return { code: text(first.errorCode), words: text(first.message) || `HTTP ${status}` }
}

/** The service's own words where it says no, beside the fields they are about. */
export function demandDone(answer: Answer): void {
  const problem = problemOf(answer)
  if (!problem) return
  const all = list(answer.json).map(one => at(one))
  const fields = all.flatMap(one => list(one.fields).map(field => [text(field), text(one.message)] as const))
  throw new ServiceRefused(problem.words, Object.fromEntries(fields))
}
