import type { DeliveryAttempt, DeliveryDetail } from '../../../contract/api/webhooks.ts'
import { wireText } from '../../../contract/graph/changes.ts'
import { maybe, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { may } from '../access/may.ts'
import { type DeliveryRow, deliveryColumns, deliveryTables } from './deliveries.sql.ts'
import { presentDelivery } from './list-deliveries.ts'
import { readChanges } from './read-changes.ts'
import { subscriberOf } from './subscriber.ts'
import type { Leased } from './take-deliveries.ts'

interface AttemptRow {
  n: number
  at: Date
  is_redelivery: boolean
  response_class: string
  status: number | null
  duration_ms: number
  first_byte_ms: number | null
  request_bytes: number
  request_headers: Record<string, string>
  response_headers: Record<string, string> | null
  response_body: string | null
}

type Told = DeliveryRow & Leased

/** A delivery with its attempts. What it says is made anew, and shown only to who may read it in the group: also the answer may repeat it. */
export async function showDelivery(actor: Person, integrationId: string, deliveryId: string): Promise<DeliveryDetail> {
  const { communityId, installationId } = await subscriberOf(actor, integrationId)
  const row = await maybe<Told>(sql`
    select ${deliveryColumns}, d.community_id, d.installation_id, d.subscription_id, d.object_id, d.actor_id, d.happened_at, s.callback_url, s.include_values, i.bot_id
    from ${deliveryTables} join installations i on i.community_id = d.community_id and i.id = d.installation_id
    where d.community_id = ${communityId} and d.installation_id = ${installationId} and d.id = ${deliveryId}`)
  if (!row) throw new Refusal('not_found')
  const mine = row.group_id === null || (await may(actor, 'group.read', row.group_id))
  const [attempts, body] = await Promise.all([attemptsOf(communityId, deliveryId), bodyOf(row)])
  return {
    delivery: presentDelivery(row),
    attempts: attempts.map(attempt => presentAttempt(attempt, mine)),
    address: row.callback_url ? withoutValues(row.callback_url) : null,
    body: mine ? (body ?? null) : null,
    bodyHidden: mine ? (body === undefined ? 'not_sendable' : null) : 'not_yours',
  }
}

async function bodyOf(row: Told): Promise<string | undefined> {
  if (!row.subscribed) return undefined
  const reading = (await readChanges([row])).get(row.id)
  return reading && 'envelope' in reading ? wireText(reading.envelope) : undefined
}

const attemptsOf = (communityId: string, deliveryId: string): Promise<AttemptRow[]> =>
  rows<AttemptRow>(sql`
    select n, at, is_redelivery, response_class, status, duration_ms, first_byte_ms, request_bytes, request_headers, response_headers, response_body
    from delivery_attempts where community_id = ${communityId} and delivery_id = ${deliveryId} order by n desc limit 200`)

const presentAttempt = (row: AttemptRow, mine: boolean): DeliveryAttempt => ({
  n: row.n,
  at: row.at.toISOString(),
  isRedelivery: row.is_redelivery,
  responseClass: row.response_class,
  status: row.status,
  durationMs: row.duration_ms,
  firstByteMs: row.first_byte_ms,
  requestBytes: row.request_bytes,
  requestHeaders: row.request_headers,
  responseHeaders: row.response_headers,
  responseBody: mine ? row.response_body : null,
})

function withoutValues(address: string): string {
  const url = new URL(address)
  const names = [...url.searchParams.keys()]
  url.search = ''
  return names.length > 0 ? `${url.href}?${names.map(name => `${encodeURIComponent(name)}=…`).join('&')}` : url.href
}
