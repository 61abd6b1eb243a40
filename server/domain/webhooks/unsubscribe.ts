import { isTopic } from '../../../contract/graph/changes.ts'
import { transaction } from '../../platform/db.ts'
import { auditSubscription } from './audit-subscription.ts'
import type { Subscriber } from './subscriber.ts'
import { cancelFor, deleteSubscription, lockSubscription, setFields } from './subscriptions.sql.ts'

/** Takes a topic away, or only some of its fields; answers whether there was something to take. What waited for it is cancelled. */
export async function unsubscribe(subscriber: Subscriber, topic: string, fields?: readonly string[]): Promise<boolean> {
  if (!isTopic(topic)) return false
  return transaction(async () => {
    const before = await lockSubscription(subscriber, topic)
    if (!before) return false
    const left = fields && fields.length > 0 ? before.fields.filter(field => !fields.includes(field)) : []
    if (left.length > 0) await setFields(before, left)
    else {
      await cancelFor(before)
      await deleteSubscription(before)
    }
    const after = left.length > 0 ? { ...before, fields: left } : undefined
    await auditSubscription(
      subscriber,
      after ? 'integration.webhook_changed' : 'integration.webhook_removed',
      before,
      after,
    )
    return true
  })
}
