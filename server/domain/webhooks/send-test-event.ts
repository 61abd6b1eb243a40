import type { Delivery } from '../../../contract/api/webhooks.ts'
import { isTopic, type ToldField, toldFields } from '../../../contract/graph/changes.ts'
import { one, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { auditWebhooks } from './audit-subscription.ts'
import { tellDispatch } from './awaken.ts'
import { type DeliveryRow, deliveryColumns, deliveryTables } from './deliveries.sql.ts'
import { presentDelivery } from './list-deliveries.ts'
import { demandRunning } from './running.ts'
import { subscriberOf } from './subscriber.ts'
import { lockSubscription } from './subscriptions.sql.ts'

/** An invented event in the shape of a real one, sent and logged like one. Only of fields that something is sent for. */
export async function sendTestEvent(
  actor: Person,
  integrationId: string,
  topic: string,
  field: string,
): Promise<Delivery> {
  const subscriber = await subscriberOf(actor, integrationId)
  if (!isTopic(topic)) throw new Refusal('not_found')
  const row = await transaction(async () => {
    await demandRunning(subscriber)
    const subscription = await lockSubscription(subscriber, topic)
    if (subscription?.state !== 'active') throw new Refusal('not_subscribed')
    if (!subscription.fields.includes(field) || !toldFields.includes(field as ToldField))
      throw new Refusal('bad_input', { field: 'field', problem: 'not_offered' })
    await auditWebhooks(subscriber, 'integration.test_event_sent', { after: { topic, field } })
    const { id } = await one<{ id: string }>(sql`
      insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, actor_id, happened_at, is_test)
      values (${subscriber.communityId}, ${subscriber.installationId}, ${subscription.id}, ${topic}, ${field}, 'add', 0, 0, ${actor.memberId}, now(), true)
      returning id`)
    return one<DeliveryRow>(sql`
      select ${deliveryColumns} from ${deliveryTables} where d.community_id = ${subscriber.communityId} and d.id = ${id}`)
  })
  tellDispatch()
  return presentDelivery(row)
}
