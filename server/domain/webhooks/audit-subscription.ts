import { cameFrom, record } from '../audit/record.ts'
import { botOf } from './bot-of.ts'
import type { Subscriber } from './subscriber.ts'
import type { SubscriptionRow } from './subscriptions.sql.ts'

/** Whoever changed it: the administrator, or the program by its bot. Of the address only the host: there may be a key in the rest. */
export async function auditSubscription(
  subscriber: Subscriber,
  action: 'integration.webhook_changed' | 'integration.webhook_removed',
  before: SubscriptionRow | undefined,
  after: SubscriptionRow | undefined,
): Promise<void> {
  await auditWebhooks(subscriber, action, {
    ...(before && { before: factsOf(before) }),
    ...(after && { after: factsOf(after) }),
  })
}

export async function auditWebhooks(
  subscriber: Subscriber,
  action: string,
  said: { before?: Readonly<Record<string, unknown>>; after?: Readonly<Record<string, unknown>> } = {},
): Promise<void> {
  const { communityId, installationId, by } = subscriber
  await record({
    communityId,
    actorId: by?.memberId ?? (await botOf(communityId, installationId)),
    action,
    subject: 'integration',
    subjectId: installationId,
    ...said,
    ...(by && cameFrom(by)),
  })
}

const factsOf = ({ topic, fields, host, in_order, include_values }: SubscriptionRow): Record<string, unknown> => ({
  topic,
  fields,
  host,
  inOrder: in_order,
  ...(!include_values && { includeValues: false }),
})
