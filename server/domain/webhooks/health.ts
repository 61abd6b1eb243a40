/**
 * The breaker of an installation, in the database, so that all processes know the same: after ten failures in a row nothing is sent for half a minute, then one
 * delivery tries; each further failure doubles the rest, up to five minutes; the first success lets everything go.
 */
import { maybe, run, sql } from '../../platform/db.ts'

interface Place {
  readonly communityId: string
  readonly installationId: string
}

export const failuresUntilRest = 10
const shortestRest = 30
const longestRest = 300

export interface HealthRow {
  failures: number
  rests_until: Date | null
  failing_since: Date | null
}

/** Where it rests, or waits for one delivery to show that it goes again. */
export const healthOf = ({ communityId, installationId }: Place): Promise<HealthRow | undefined> =>
  maybe<HealthRow>(sql`
    select failures, case when failures >= ${failuresUntilRest} or rests_until > now() then rests_until end as rests_until, failing_since
    from webhook_health where community_id = ${communityId} and installation_id = ${installationId}`)

/** One more failure. `waitSeconds`: the address itself said how long it wants to be left alone. */
export const countFailure = (
  { communityId, installationId }: Place,
  waitSeconds: number | undefined,
): Promise<number> =>
  run(sql`
    insert into webhook_health as h (community_id, installation_id, failures, failing_since, rests_until)
    values (${communityId}, ${installationId}, 1, now(), ${waitSeconds === undefined ? null : sql`now() + make_interval(secs => ${waitSeconds})`})
    on conflict (community_id, installation_id) do update set
      failures = h.failures + 1,
      failing_since = coalesce(h.failing_since, now()),
      rests = h.rests + case when ${opens} then 1 else 0 end,
      rests_until = greatest(
        h.rests_until, excluded.rests_until,
        case when ${opens} then now() + make_interval(secs => least(${shortestRest} * 2 ^ h.rests, ${longestRest})) end)`)

/** What was under way when it opened does not make it rest longer: only whoever tried after the rest. */
const opens = sql`h.failures + 1 >= ${failuresUntilRest} and (h.rests_until is null or h.rests_until <= now())`

/** It goes again. */
export const forgetHealth = ({ communityId, installationId }: Place): Promise<number> =>
  run(sql`delete from webhook_health where community_id = ${communityId} and installation_id = ${installationId}`)

/** An administrator does not want to wait: the next delivery tries at once. */
export const endRest = ({ communityId, installationId }: Place): Promise<number> =>
  run(sql`
    update webhook_health set rests_until = now() where community_id = ${communityId} and installation_id = ${installationId}`)
