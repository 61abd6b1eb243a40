import { run, sql, transaction } from '../../platform/db.ts'
import { together } from '../../platform/together.ts'
import { record } from '../audit/record.ts'
import { countFailure, forgetHealth } from './health.ts'
import { delayAfter } from './retry.ts'
import type { Attempt } from './send.ts'
import { stopSubscription } from './subscriptions.sql.ts'
import type { Leased } from './take-deliveries.ts'

/** Writes down what came of an attempt: hot, so shared by all that end at the same time. Health is written only where something failed. */
export async function settle(delivery: Leased, attempt: Attempt): Promise<void> {
  const delivered = attempt.responseClass === '2xx'
  const gone = attempt.status === 410
  const delay = delivered || gone ? undefined : delayAfter(delivery.tries + 1, delivery.age, attempt.retryAfter)
  await write({
    community_id: delivery.community_id,
    id: delivery.id,
    outcome: delivered ? 'delivered' : delay === undefined ? 'failed' : 'retrying',
    reason: gone ? 'gone' : null,
    delay: delay ?? null,
    at: attempt.at.toISOString(),
    is_redelivery: delivery.redelivered > 0,
    response_class: attempt.responseClass,
    status: attempt.status,
    duration_ms: attempt.durationMs,
    first_byte_ms: attempt.firstByteMs,
    request_bytes: attempt.requestBytes,
    request_headers: attempt.requestHeaders,
    response_headers: attempt.responseHeaders,
    response_body: attempt.responseBody,
  })
  await remember(delivery, attempt, delivered, gone)
}

/** An attempt that was under way when its delivery was cancelled is told as it went: it arrived, or it stays cancelled. */
const write = together<Record<string, unknown>, { n: number }>(
  batch => sql`
    with input as materialized (
      select * from jsonb_to_recordset(${batch}) as r(n int, community_id bigint, id bigint, outcome text, reason text, delay float8, at timestamptz, is_redelivery boolean,
        response_class text, status int, duration_ms int, first_byte_ms int, request_bytes int, request_headers jsonb, response_headers jsonb, response_body text)
    ), settled as (
      update deliveries d set
        outcome = case when r.outcome = 'delivered' or d.outcome in ('waiting', 'retrying') then r.outcome else d.outcome end,
        reason = case when r.outcome = 'delivered' or d.outcome in ('waiting', 'retrying') then r.reason else d.reason end,
        response_class = r.response_class, status = r.status, duration_ms = r.duration_ms, attempts = d.attempts + 1, tries = d.tries + 1,
        next_at = case when r.outcome = 'retrying' and d.outcome in ('waiting', 'retrying') then now() + make_interval(secs => r.delay) end,
        leased_until = null, ended_at = case when r.outcome = 'retrying' then d.ended_at else now() end
      from input r where d.community_id = r.community_id and d.id = r.id
      returning r.n, d.community_id, d.id, d.attempts
    ), tried as (
      insert into delivery_attempts (community_id, delivery_id, n, at, is_redelivery, response_class, status, duration_ms, first_byte_ms, request_bytes,
        request_headers, response_headers, response_body)
      select s.community_id, s.id, s.attempts, r.at, r.is_redelivery, r.response_class, r.status, r.duration_ms, r.first_byte_ms, r.request_bytes,
        r.request_headers, r.response_headers, r.response_body
      from settled s join input r using (n)
      on conflict do nothing
    )
    select n from settled`,
)

async function remember(delivery: Leased, attempt: Attempt, delivered: boolean, gone: boolean): Promise<void> {
  const place = { communityId: delivery.community_id, installationId: delivery.installation_id }
  if (delivered) {
    if (delivery.failures > 0) await forgetHealth(place)
    return
  }
  if (gone) await stop(delivery)
  else {
    const asks = attempt.status === 429 || attempt.status === 503
    await countFailure(place, asks ? attempt.retryAfter : undefined)
  }
}

const stop = (delivery: Leased): Promise<void> =>
  transaction(async () => {
    if ((await stopSubscription(delivery.community_id, delivery.subscription_id)) === 0) return
    await record({
      communityId: delivery.community_id,
      action: 'integration.webhook_stopped',
      subject: 'integration',
      subjectId: delivery.installation_id,
      after: { topic: delivery.topic, host: delivery.host },
    })
  })

/** It may not be told any more, or there is nothing left to tell. */
export async function cancel(delivery: Leased, reason: string): Promise<void> {
  await run(sql`
    update deliveries set outcome = 'cancelled', reason = ${reason}, ended_at = now(), next_at = null, leased_until = null
    where community_id = ${delivery.community_id} and id = ${delivery.id} and outcome in ('waiting', 'retrying')`)
}
