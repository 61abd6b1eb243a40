import type { DeliveryFilter } from '../../../contract/api/webhooks.ts'
import { lastId } from '../../../contract/graph/ids.ts'
import { none, type Sql, sql } from '../../platform/db.ts'
import type { Subscriber } from './subscriber.ts'

export interface DeliveryRow {
  id: string
  topic: string
  field: string
  verb: string
  subject_id: string
  group_id: string | null
  is_test: boolean
  outcome: 'waiting' | 'retrying' | 'delivered' | 'failed' | 'cancelled'
  reason: string | null
  response_class: string | null
  status: number | null
  attempts: number
  redelivered: number
  duration_ms: number | null
  next_at: Date | null
  made_at: Date
  host: string | null
  /** Still subscribed. */
  subscribed: boolean
}

export const deliveryColumns = sql`d.id, d.topic, d.field, d.verb, d.subject_id, d.group_id, d.is_test, d.outcome, d.reason, d.response_class, d.status, d.attempts,
  d.redelivered, d.duration_ms, d.next_at, d.made_at, s.host, coalesce(s.state = 'active', false) as subscribed`
export const deliveryTables = sql`deliveries d
  left join webhook_subscriptions s on s.community_id = d.community_id and s.id = d.subscription_id`

const idIn = (text: string): string | undefined => /^\d{1,18}$/.exec(lastId(text.trim()))?.[0]

/** The filter as SQL over `d`: every part has an index of its own, so that a million rows are searched as fast as a thousand. */
export function matching({ communityId, installationId }: Subscriber, filter: DeliveryFilter): Sql {
  const object = filter.objectId && (idIn(filter.objectId) ?? '0')
  const delivery = filter.deliveryId && (idIn(filter.deliveryId) ?? '0')
  return sql`d.community_id = ${communityId} and d.installation_id = ${installationId}
    ${outcomeOf(filter)} ${classOf(filter)}
    ${filter.topic ? sql`and d.topic = ${filter.topic}` : none} ${filter.field ? sql`and d.field = ${filter.field}` : none}
    ${object ? sql`and (d.object_id = ${object} or (d.subject_id = ${object} and d.subject_id <> d.object_id))` : none}
    ${delivery ? sql`and d.id = ${delivery}` : none}
    ${filter.from ? sql`and d.made_at >= ${filter.from}` : none} ${filter.to ? sql`and d.made_at < ${filter.to}` : none}`
}

/** Written so that the index of everything but the ordinary is found. */
const outcomeOf = ({ outcome }: DeliveryFilter): Sql => {
  if (!outcome) return none
  return outcome === 'delivered'
    ? sql`and d.outcome = 'delivered'`
    : sql`and d.outcome = ${outcome} and d.outcome <> 'delivered'`
}

const classOf = ({ responseClass }: DeliveryFilter): Sql => {
  if (!responseClass) return none
  return responseClass === '2xx'
    ? sql`and d.response_class = '2xx'`
    : sql`and d.response_class = ${responseClass} and d.response_class is not null and d.response_class <> '2xx'`
}
