import { NotPossible, ServiceRefused, ServiceUnreachable, type Subscription } from '../connector.ts'
import { events, problemIn, subscribeDataCenter, unsubscribeDataCenter } from './admin-webhook.ts'
import { at } from './cards.ts'
import { callCloud, type JiraClient, sitesOf } from './site.ts'

/** A dynamic webhook of Cloud ends after 30 days unless refreshed. */
const lifetime = 30 * 86_400_000

/** Tells Jira where to post: a dynamic webhook on each site of Cloud that the account reaches, an admin webhook with our secret on Data Center. */
export async function subscribe(client: JiraClient, hook: { url: string; secret: string }): Promise<Subscription[]> {
  if (client.settings.deployment === 'data_center') return [await subscribeDataCenter(client, hook)]
  const made: Subscription[] = []
  const refusals: ServiceRefused[] = []
  for (const site of Object.values(await sitesOf(client)))
    try {
      made.push(await register(client, site, hook.url))
    } catch (error) {
      if (!(error instanceof ServiceRefused)) throw error
      refusals.push(error)
      made.push({ externalId: idOf(site, ''), expiresAt: client.now() })
    }
  if (refusals.length === made.length) throw refusals[0] ?? new NotPossible('no_site')
  return made
}

async function register(client: JiraClient, site: string, url: string): Promise<Subscription> {
  const answer = await callCloud(client, site, '/webhook', {
    method: 'POST',
    json: { url, webhooks: [{ jqlFilter: 'project is not EMPTY', events }] },
  })
  const results = at(answer.json).webhookRegistrationResult
  const [first] = Array.isArray(results) ? results : []
  const id = at(first).createdWebhookId
  if (answer.status >= 300 || typeof id !== 'number') throw new ServiceRefused(problemIn(answer, first))
  return { externalId: idOf(site, String(id)), expiresAt: client.now() + lifetime }
}

/** Webhooks are numbered by each site. One that a site did not take yet has no number: it ends at once, so the clock of renewals asks again and shows why not. */
const idOf = (site: string, webhook: string): string => `${site}/${webhook}`

async function placeOf(client: JiraClient, { externalId }: Subscription): Promise<{ site: string; webhook: string }> {
  const [site = '', webhook] = externalId.split('/')
  // One made when only the first site was told.
  return webhook === undefined
    ? { site: Object.values(await sitesOf(client))[0] ?? 'none', webhook: site }
    : { site, webhook }
}

export async function renew(
  client: JiraClient,
  subscription: Subscription,
  hook: { url: string },
): Promise<Subscription> {
  if (client.settings.deployment === 'data_center') return subscription
  // It was made when only the first site was told: all are told anew.
  if (!subscription.externalId.includes('/')) throw new ServiceRefused('It stands for one site only.')
  const { site, webhook } = await placeOf(client, subscription)
  if (webhook === '') return registerLate(client, site, hook.url)
  const answer = await callCloud(client, site, '/webhook/refresh', {
    method: 'PUT',
    json: { webhookIds: [Number(webhook)] },
  })
  if (answer.status >= 300) throw new ServiceRefused(problemIn(answer, undefined))
  const expires = Date.parse(String(at(answer.json).expirationDate ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return { ...subscription, expiresAt: Number.isNaN(expires) ? client.now() + lifetime : expires }
}

/** A refusal would have it all made anew; this one is only not there yet. */
async function registerLate(client: JiraClient, site: string, url: string): Promise<Subscription> {
  try {
    return await register(client, site, url)
  } catch (error) {
    const sites = Object.entries(await sitesOf(client))
    const name = sites.find(([, id]) => id === site)?.[0] ?? site
    throw error instanceof ServiceRefused ? new ServiceUnreachable(`${name}: ${error.message}`) : error
  }
}

export async function unsubscribe(client: JiraClient, subscription: Subscription): Promise<void> {
  if (client.settings.deployment === 'data_center') return unsubscribeDataCenter(client, subscription)
  const { site, webhook } = await placeOf(client, subscription)
  if (webhook) await callCloud(client, site, '/webhook', { method: 'DELETE', json: { webhookIds: [Number(webhook)] } })
}
