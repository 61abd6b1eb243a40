import type { Delivery, DeliveryFilter } from '../../../contract/api/webhooks.ts'
import { maybe, one, rows, type Sql, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { auditWebhooks } from './audit-subscription.ts'
import { tellDispatch } from './awaken.ts'
import { type DeliveryRow, deliveryColumns, deliveryTables, matching } from './deliveries.sql.ts'
import { presentDelivery } from './list-deliveries.ts'
import { demandRunning } from './running.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'

/** Sends one again under its own id; it is tried as if it were new. What may be told is asked at the sending, as always. */
export async function redeliver(actor: Person, integrationId: string, deliveryId: string): Promise<Delivery> {
  const subscriber = await subscriberOf(actor, integrationId)
  const row = await transaction(async () => {
    await demandRunning(subscriber)
    const before = await find(subscriber, deliveryId)
    if (!before.subscribed) throw new Refusal('not_subscribed')
    if (before.outcome === 'waiting') throw new Refusal('in_progress')
    await dueAgain(subscriber, sql`d.id = ${deliveryId}`)
    await auditWebhooks(subscriber, 'integration.delivery_repeated', { after: { delivery: deliveryId } })
    return find(subscriber, deliveryId)
  })
  tellDispatch()
  return presentDelivery(row)
}

async function find({ communityId, installationId }: Subscriber, deliveryId: string): Promise<DeliveryRow> {
  const row = await maybe<DeliveryRow>(sql`
    select ${deliveryColumns} from ${deliveryTables}
    where d.community_id = ${communityId} and d.installation_id = ${installationId} and d.id = ${deliveryId}`)
  if (!row) throw new Refusal('not_found')
  return row
}

/** Those that wait already need nothing; those whose subscription is gone have nowhere to go. */
const repeatable = sql`d.outcome <> 'waiting' and exists (
  select from webhook_subscriptions s where s.community_id = d.community_id and s.id = d.subscription_id and s.state = 'active')`

/** Makes them wait as if they were new. Answers which. */
export const dueAgain = ({ communityId, installationId }: Subscriber, which: Sql): Promise<{ id: string }[]> =>
  rows(sql`
    update deliveries d set outcome = 'waiting', reason = null, next_at = now(), leased_until = null, ended_at = null, tries = 0, tried_since = now(),
      redelivered = d.redelivered + 1
    where d.community_id = ${communityId} and d.installation_id = ${installationId} and ${which} and ${repeatable}
    returning d.id`)

/** How many a filter would send again. */
export const countRepeatable = async (
  subscriber: Subscriber,
  filter: DeliveryFilter,
  before: string,
): Promise<number> =>
  (
    await one<{ n: number }>(
      sql`select count(*)::int as n from deliveries d where ${matching(subscriber, filter)} and d.id <= ${before} and ${repeatable}`,
    )
  ).n

/** The next of them after `after`, in order: what is made later is not touched. */
export const nextRepeatable = (
  subscriber: Subscriber,
  filter: DeliveryFilter,
  { after, upTo, most }: { after: string; upTo: string; most: number },
): Promise<{ id: string }[]> =>
  rows(sql`
    select d.id from deliveries d
    where ${matching(subscriber, filter)} and d.id > ${after} and d.id <= ${upTo} and ${repeatable} order by d.id limit ${most}`)
