import type { DeliveryFilter, DeliverySummary } from '../../../contract/api/webhooks.ts'
import { nowDate } from '../../platform/clock.ts'
import { maybe, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { matching } from './deliveries.sql.ts'
import { type Subscriber, subscriberOf } from './subscriber.ts'

type Counts = DeliverySummary['counts']

const steps = 24
const day = 24 * 3_600_000
/** The newest of these tell how long answers take: more would say the same, later. */
const measured = 5_000
/** Of more than these the newest are counted, and it is said. */
const mostCounted = 50_000

/** What the filter finds in its time, or in the last day: counted, in steps, and how long the slow ones took. */
export async function summarizeDeliveries(
  actor: Person,
  integrationId: string,
  filter: DeliveryFilter,
): Promise<DeliverySummary> {
  const subscriber = await subscriberOf(actor, integrationId)
  const to = filter.to ? new Date(filter.to) : nowDate()
  const from = filter.from ? new Date(filter.from) : new Date(to.getTime() - day)
  const within = { ...filter, from: from.toISOString(), ...(filter.to && { to: filter.to }) }
  const [counted, p95Ms] = await Promise.all([count(subscriber, within, from, to), slow(subscriber, within)])
  const bars = Array.from({ length: steps }, (_, step) => ({
    from: stepAt(from, to, step).toISOString(),
    to: stepAt(from, to, step + 1).toISOString(),
    counts: sum(counted.filter(row => row.step === step)),
  }))
  const counts = sum(counted)
  const isCut = Object.values(counts).reduce((all, n) => all + n, 0) === mostCounted
  return { counts, isCut, p95Ms, from: from.toISOString(), to: to.toISOString(), bars }
}

const stepAt = (from: Date, to: Date, step: number): Date =>
  new Date(from.getTime() + ((to.getTime() - from.getTime()) * step) / steps)

interface Counted {
  step: number
  outcome: keyof Counts
  n: number
}

/** What is made in this very moment counts in the last step. */
function count(subscriber: Subscriber, filter: DeliveryFilter, from: Date, to: Date): Promise<Counted[]> {
  const seconds = Math.max(1, (to.getTime() - from.getTime()) / 1_000)
  return rows<Counted>(sql`
    select least(${steps} - 1, greatest(0, floor(extract(epoch from d.made_at - ${from.toISOString()}::timestamptz) * ${steps} / ${seconds}::float8)))::int as step,
      d.outcome, count(*)::int as n
    from (
      select d.made_at, d.outcome from deliveries d where ${matching(subscriber, filter)} order by d.made_at desc, d.id desc limit ${mostCounted}) as d
    group by 1, 2`)
}

async function slow(subscriber: Subscriber, filter: DeliveryFilter): Promise<number | null> {
  const found = await maybe<{ p95: number | null }>(sql`
    select percentile_disc(0.95) within group (order by duration_ms) as p95 from (
      select d.duration_ms from deliveries d where ${matching(subscriber, filter)}
      order by d.made_at desc, d.id desc limit ${measured}) as newest
    where duration_ms is not null`)
  return found?.p95 ?? null
}

function sum(counted: readonly Counted[]): Counts {
  const counts = { delivered: 0, retrying: 0, waiting: 0, failed: 0, cancelled: 0 }
  for (const { outcome, n } of counted) counts[outcome] += n
  return counts
}
