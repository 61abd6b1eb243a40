import type { DeliveryFilter } from '../../../contract/api/webhooks.ts'
import { none, rows, run, type Sql, sql } from '../../platform/db.ts'
import type { Subscriber } from './subscriber.ts'

/** The log is summed in pieces of this many milliseconds. */
export const piece = 300_000

export interface Summed {
  step: number
  outcome: 'delivered' | 'retrying' | 'waiting' | 'failed' | 'cancelled'
  n: number
}

/** A time and how long one of its steps is, in milliseconds: whole pieces, all of them. */
export interface Span {
  readonly from: Date
  readonly to: Date
  readonly step: number
}

/** What the log came to, step by step: the sums, and the differences that nobody has gathered yet. */
export function sumsOf(subscriber: Subscriber, filter: DeliveryFilter, span: Span): Promise<Summed[]> {
  const where = within(subscriber, filter, span)
  return rows<Summed>(sql`
    select ${stepAt(sql`x.at`, span)} as step, x.outcome, sum(x.n)::int as n
    from (
      select at, outcome, n from delivery_sums where ${where} union all select at, outcome, n from delivery_differences where ${where}) as x
    group by 1, 2`)
}

export const stepAt = (at: Sql, { from, step }: Span): Sql =>
  sql`floor(extract(epoch from ${at} - ${from}::timestamptz) * 1000 / ${step}::float8)::int`

const within = ({ communityId, installationId }: Subscriber, filter: DeliveryFilter, { from, to }: Span): Sql => sql`
  community_id = ${communityId} and installation_id = ${installationId} and at >= ${from} and at < ${to}
  ${filter.outcome ? sql`and outcome = ${filter.outcome}` : none} ${filter.responseClass ? sql`and response_class = ${filter.responseClass}` : none}
  ${filter.topic ? sql`and topic = ${filter.topic}` : none} ${filter.field ? sql`and field = ${filter.field}` : none}`

const atOnce = 20_000

/** Several processes may do this at once: each takes differences of its own, and adds them in the same order. */
export async function gatherSums(): Promise<void> {
  while ((await gatherSome()) === atOnce);
}

const gatherSome = async (): Promise<number> => {
  const [gathered] = await rows<{ n: number }>(sql`
    with gone as (
      delete from delivery_differences where ctid = any(array(select ctid from delivery_differences limit ${atOnce} for update skip locked)) returning *
    ), added as (
      insert into delivery_sums as s
      select community_id, installation_id, at, topic, field, outcome, response_class, sum(n) from gone
      group by 1, 2, 3, 4, 5, 6, 7 order by 1, 2, 3, 4, 5, 6, 7
      on conflict (community_id, installation_id, at, topic, field, outcome, response_class) do update set n = s.n + excluded.n
    )
    select count(*)::int as n from gone`)
  return gathered?.n ?? 0
}

/** Of what was forgotten nothing is left to sum. */
export const dropEmptySums = (): Promise<number> => run(sql`delete from delivery_sums where n = 0`)
