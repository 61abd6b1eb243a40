import { ServiceRefused, type Subscription } from '../connector.ts'
import { at } from './cards.ts'
import { callSite, type JiraClient } from './site.ts'

/** Events an app may register for itself on Cloud; a Data Center webhook takes the same. */
const events = [
  'jira:issue_created',
  'jira:issue_updated',
  'jira:issue_deleted',
  'comment_created',
  'comment_updated',
  'comment_deleted',
]
/** A dynamic webhook of Cloud ends after 30 days unless refreshed. */
const lifetime = 30 * 86_400_000

/** Tells Jira where to post: a dynamic webhook on Cloud, an admin webhook with our secret on Data Center. */
export async function subscribe(client: JiraClient, hook: { url: string; secret: string }): Promise<Subscription[]> {
  if (client.settings.deployment === 'data_center') return [await subscribeDataCenter(client, hook)]
  const answer = await callSite(client, undefined, '/webhook', {
    method: 'POST',
    json: { url: hook.url, webhooks: [{ jqlFilter: 'project is not EMPTY', events }] },
  })
  const results = at(answer.json).webhookRegistrationResult
  const [first] = Array.isArray(results) ? results : []
  const id = at(first).createdWebhookId
  if (answer.status >= 300 || typeof id !== 'number')
    throw new ServiceRefused(problemIn(answer.json, first, answer.status))
  return [{ externalId: String(id), expiresAt: client.now() + lifetime }]
}

async function subscribeDataCenter(client: JiraClient, hook: { url: string; secret: string }): Promise<Subscription> {
  const answer = await client.call({
    method: 'POST',
    address: 'site',
    path: '/rest/webhooks/1.0/webhook',
    json: { name: 'Passerelle', url: hook.url, events, excludeBody: false, secret: hook.secret },
  })
  const self = String(at(answer.json).self ?? '')
  const id = /\/(\d+)$/.exec(self)?.[1] ?? (at(answer.json).id === undefined ? undefined : String(at(answer.json).id))
  if (answer.status >= 300 || !id) throw new ServiceRefused(problemIn(answer.json, undefined, answer.status))
  return { externalId: id, secret: hook.secret }
}

export async function renew(client: JiraClient, subscription: Subscription): Promise<Subscription> {
  if (client.settings.deployment === 'data_center') return subscription
  const answer = await callSite(client, undefined, '/webhook/refresh', {
    method: 'PUT',
    json: { webhookIds: [Number(subscription.externalId)] },
  })
  if (answer.status >= 300) throw new ServiceRefused(problemIn(answer.json, undefined, answer.status))
  const expires = Date.parse(String(at(answer.json).expirationDate ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return { ...subscription, expiresAt: Number.isNaN(expires) ? client.now() + lifetime : expires }
}

export async function unsubscribe(client: JiraClient, subscription: Subscription): Promise<void> {
  if (client.settings.deployment === 'data_center') {
    await client.call({
      method: 'DELETE',
      address: 'site',
      path: `/rest/webhooks/1.0/webhook/${subscription.externalId}`,
    })
  } else {
    await callSite(client, undefined, '/webhook', {
      method: 'DELETE',
      json: { webhookIds: [Number(subscription.externalId)] },
    })
  }
}

/** Jira's own words: `errors` of one registration, or `errorMessages`. */
function problemIn(json: unknown, first: unknown, status: number): string {
  const errors = [at(first).errors, at(json).errorMessages].find(found => Array.isArray(found) && found.length > 0)
  return Array.isArray(errors) ? errors.map(String).join(' ').slice(0, 300) : `HTTP ${status}`
}
