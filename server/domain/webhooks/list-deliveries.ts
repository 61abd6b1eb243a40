import type { Delivery, DeliveryFilter } from '../../../contract/api/webhooks.ts'
import { readPlaceCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { type DeliveryRow, deliveryColumns, deliveryTables, matching } from './deliveries.sql.ts'
import { webhookId } from './sign.ts'
import { subscriberOf } from './subscriber.ts'

type Paging = { after?: string | undefined; limit?: number | undefined }

/** The log, newest first: what was told, to which address, and what came of it; never what it said. */
export async function listDeliveries(
  actor: Person,
  integrationId: string,
  { after, limit = 25, ...filter }: DeliveryFilter & Paging,
): Promise<{ items: Delivery[]; next: string | null }> {
  const subscriber = await subscriberOf(actor, integrationId)
  const place = readPlaceCursor(after)
  const found = await rows<DeliveryRow & { place: string }>(sql`
    select ${deliveryColumns}, d.made_at::text as place from ${deliveryTables}
    where ${matching(subscriber, filter)} ${place ? sql`and (d.made_at, d.id) < (${place.at}::timestamptz, ${place.id}::bigint)` : none}
    order by d.made_at desc, d.id desc limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(presentDelivery),
    next: found.length > limit && last ? writeCursor(last.place, last.id) : null,
  }
}

export const presentDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  webhookId: webhookId(row.id),
  topic: row.topic,
  field: row.field,
  verb: row.verb,
  objectId: row.subject_id,
  isTest: row.is_test,
  outcome: row.outcome,
  reason: row.reason,
  responseClass: row.response_class,
  status: row.status,
  attempts: row.attempts,
  redelivered: row.redelivered,
  durationMs: row.duration_ms,
  nextAt: row.outcome === 'retrying' || row.outcome === 'waiting' ? (row.next_at?.toISOString() ?? null) : null,
  madeAt: row.made_at.toISOString(),
  host: row.host,
  mayRedeliver: row.subscribed && row.outcome !== 'waiting',
})
