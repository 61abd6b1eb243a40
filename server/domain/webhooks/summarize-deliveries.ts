import type { DeliveryFilter, DeliverySummary } from '../../../contract/api/webhooks.ts'
import { nowDate } from '../../platform/clock.ts'
import { maybe, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { matching } from './deliveries.sql.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'
import { piece, type Span, type Summed, stepAt, sumsOf } from './sums.sql.ts'

type Counts = DeliverySummary['counts']

const mostSteps = 24
const day = 24 * 3_600_000
/** The newest of these tell how long answers take: more would say the same, later. */
const measured = 5_000

/** What the filter finds in its time, or in the last day, in whole pieces of five minutes: counted, in steps, and how long the slow ones took. */
export async function summarizeDeliveries(
  actor: Person,
  integrationId: string,
  filter: DeliveryFilter,
): Promise<DeliverySummary> {
  const subscriber = await subscriberOf(actor, integrationId)
  const to = Math.ceil((filter.to ? Date.parse(filter.to) : nowDate().getTime() + 1) / piece) * piece
  const from = filter.from ? Math.floor(Date.parse(filter.from) / piece) * piece : to - day
  const step = Math.max(1, Math.ceil((to - from) / mostSteps / piece)) * piece
  const span = { from: new Date(from), to: new Date(to), step }
  const within = { ...filter, from: span.from.toISOString(), to: span.to.toISOString() }
  const [counted, p95Ms] = await Promise.all([count(subscriber, within, span), slow(subscriber, within)])
  return { counts: sum(counted), p95Ms, from: within.from, to: within.to, bars: barsOf(counted, from, to, step) }
}

/** One object or one delivery is few rows and not summed: they are read. */
function count(subscriber: Subscriber, filter: DeliveryFilter, span: Span): Promise<Summed[]> {
  if (!filter.objectId && !filter.deliveryId) return sumsOf(subscriber, filter, span)
  return rows<Summed>(sql`
    select ${stepAt(sql`d.made_at`, span)} as step, d.outcome, count(*)::int as n
    from deliveries d where ${matching(subscriber, filter)} group by 1, 2`)
}

function barsOf(counted: readonly Summed[], from: number, to: number, step: number): DeliverySummary['bars'] {
  return Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, nth) => ({
    from: new Date(from + nth * step).toISOString(),
    to: new Date(Math.min(to, from + (nth + 1) * step)).toISOString(),
    counts: sum(counted.filter(row => row.step === nth)),
  }))
}

async function slow(subscriber: Subscriber, filter: DeliveryFilter): Promise<number | null> {
  const found = await maybe<{ p95: number | null }>(sql`
    select percentile_disc(0.95) within group (order by duration_ms) as p95 from (
      select d.duration_ms from deliveries d where ${matching(subscriber, filter)}
      order by d.made_at desc, d.id desc limit ${measured}) as newest
    where duration_ms is not null`)
  return found?.p95 ?? null
}

function sum(counted: readonly Summed[]): Counts {
  const counts = { delivered: 0, retrying: 0, waiting: 0, failed: 0, cancelled: 0 }
  for (const { outcome, n } of counted) counts[outcome] += n
  return counts
}
