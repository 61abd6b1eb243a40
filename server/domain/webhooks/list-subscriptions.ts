import type { Webhooks } from '../../../contract/api/webhooks.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { auditWebhooks } from './audit-subscription.ts'
import { healthOf } from './health.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'
import { openOf, type SubscriptionRow, subscriptionsOf } from './subscriptions.sql.ts'

/** What a program is told of, as it reads it itself (`/app/subscriptions`). */
export const listSubscriptions = (subscriber: Subscriber): Promise<SubscriptionRow[]> => subscriptionsOf(subscriber)

/** The same with its health, as an administrator sees it. The verify token stays where it is. */
export async function showWebhooks(actor: Person, integrationId: string): Promise<Webhooks> {
  const subscriber = await subscriberOf(actor, integrationId)
  const [found, health] = await Promise.all([subscriptionsOf(subscriber), healthOf(subscriber)])
  return {
    items: found.map(presentSubscription),
    resting: health?.rests_until
      ? {
          until: health.rests_until.toISOString(),
          since: (health.failing_since ?? health.rests_until).toISOString(),
          failures: health.failures,
        }
      : null,
  }
}

/** The secret of the Standard Webhooks signature, on request; that it was looked at is written down. */
export async function showSigningSecret(actor: Person, integrationId: string, topic: string): Promise<string> {
  const subscriber = await subscriberOf(actor, integrationId)
  const row = (await subscriptionsOf(subscriber)).find(one => one.topic === topic)
  if (!row) throw new Refusal('not_found')
  await auditWebhooks(subscriber, 'integration.webhook_secret_shown', { after: { topic } })
  return openOf(row.id, row.signing_secret)
}

export const presentSubscription = (row: SubscriptionRow): Webhooks['items'][number] => ({
  id: row.id,
  topic: row.topic,
  fields: row.fields,
  callbackUrl: row.callback_url,
  inOrder: row.in_order,
  includeValues: row.include_values,
  state: row.state,
  reason: row.reason,
  changedAt: row.changed_at.toISOString(),
})
