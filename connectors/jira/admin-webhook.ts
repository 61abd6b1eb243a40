import { type Answer, ServiceRefused, type Subscription } from '../connector.ts'
import { at } from './cards.ts'
import type { JiraClient } from './site.ts'

/** Events an app may register for itself on Cloud; a Data Center webhook takes the same. */
export const events = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
]

/** Data Center signs what it sends with the secret it is given here, and goes on until told to stop. */
export async function subscribeDataCenter(
  client: JiraClient,
  hook: { url: string; secret: string },
): Promise<Subscription> {
  const answer = await client.call({
    method: 'POST',
    address: 'site',
    path: '/rest/webhooks/1.0/webhook',
    json: { name: 'Passerelle', url: hook.url, events, excludeBody: false, secret: hook.secret },
  })
  const self = String(at(answer.json).self ?? '')
  const id = /\/(\d+)$/.exec(self)?.[1] ?? (at(answer.json).id === undefined ? undefined : String(at(answer.json).id))
  if (answer.status >= 300 || !id) throw new ServiceRefused(problemIn(answer, undefined))
  return { externalId: id, secret: hook.secret }
}

export async function unsubscribeDataCenter(client: JiraClient, { externalId }: Subscription): Promise<void> {
  await client.call({ method: 'DELETE', address: 'site', path: `/rest/webhooks/1.0/webhook/${externalId}` })
}

/** Jira's own words: `errors` of one registration, or `errorMessages`. */
export function problemIn({ json, status }: Answer, first: unknown): string {
  const errors = [at(first).errors, at(json).errorMessages].find(found => Array.isArray(found) && found.length > 0)
  return Array.isArray(errors) ? errors.map(String).join(' ').slice(0, 300) : `HTTP ${status}`
}
