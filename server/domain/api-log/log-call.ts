/**
 * Every call of a program, as a row: who, what, how it ended; never bodies or tokens. Rows wait in memory for at most a second and go to the database
 * together, since a call should not pay for being written down (design.md rule 4).
 */
import type { CallKind } from '../../../contract/api/api-log.ts'
import { plainAddress } from '../../platform/addresses.ts'
import { run, sql } from '../../platform/db.ts'
import { gathered } from '../../platform/gathered.ts'
import { asWritten } from '../../platform/harmless.ts'

export interface ApiCall {
  readonly communityId: string
  readonly installationId: string | undefined
  readonly appId: string | undefined
  readonly api: CallKind
  readonly method: string
  readonly path: string
  /** The permissions it used, the first of them in the row. */
  readonly permissions: readonly string[]
  /** Where it is not known, a call of the Graph is of the group that its path leads into. */
  readonly groupId: string | undefined
  /** 0: no answer came. */
  readonly status: number
  readonly code: number | undefined
  readonly durationMs: number
  readonly bytes: number
  readonly address: string | undefined
  readonly userAgent: string | undefined
  readonly traceId: string
  readonly at: Date
}

/** Fifty objects may be asked for at once, each by two numbers. */
const longestPath = 2_000

/** A database that is away longer than these loses the oldest, as documented. */
const calls = gathered<ApiCall>({ afterMs: 500, most: 20_000, write })

let kept = true

/**
 * For the bench that says what writing down costs: nothing is.
 * @public
 */
export function stopLogging(): void {
  kept = false
}

export function logCall(call: ApiCall): void {
  if (kept) calls.add(call)
}

export const flushApiLog = calls.flush

/**
 * Integration and origin are written down with the call, so that it says who it was when the integration is gone. What we tell a program is not a use that
 * it makes of anything, and is counted beside it; nor is a call that failed, as one does that nobody answered.
 */
async function write(batch: readonly ApiCall[]): Promise<void> {
  await run(sql`
    with input as materialized (
      select * from json_to_recordset(${JSON.stringify(batch.map(row))}::json) as r(n int, community_id bigint, installation_id bigint, app_id bigint, api text,
        method text, path text, object_id bigint, permissions jsonb, group_id bigint, status int, code int, duration_ms real, bytes int, address text,
        user_agent text, trace_id text, at timestamptz)
    ), logged as (
      insert into api_log (community_id, at, installation_id, integration_id, origin, app_id, api, method, path, permission, group_id, status, code,
        duration_ms, bytes, address, user_agent, trace_id)
      select i.community_id, i.at, coalesce(i.installation_id, a.id), coalesce(n.integration_id, a.integration_id, i.app_id::text),
        case when coalesce(n.integration_id, i.app_id::text) ~ '^\\d+$' then 'custom' else 'connector' end,
        coalesce(i.app_id, case when n.integration_id ~ '^\\d+$' then n.integration_id::bigint end), i.api, i.method, i.path, i.permissions ->> 0,
        coalesce(i.group_id, g.id, p.group_id, c.group_id), i.status, i.code, i.duration_ms, i.bytes, i.address, i.user_agent, i.trace_id
      from input i
      left join installations n on n.community_id = i.community_id and n.id = i.installation_id
      left join installations a on i.installation_id is null and a.community_id = i.community_id and a.integration_id = i.app_id::text
        and a.state <> 'removed'
      left join groups g on g.community_id = i.community_id and g.id = i.object_id
      left join posts p on p.community_id = i.community_id and p.id = i.object_id
      left join comments m on m.community_id = i.community_id and m.id = i.object_id
      left join posts c on c.community_id = m.community_id and c.id = m.post_id
      order by i.n
    ), counted as (
      insert into api_days (community_id, installation_id, day, calls, errors, bytes, last_at, told, told_errors, told_bytes)
      select community_id, installation_id, at::date, count(*) filter (where not told), count(*) filter (where not told and failed),
        coalesce(sum(bytes) filter (where not told), 0), max(at) filter (where not told and not failed),
        count(*) filter (where told), count(*) filter (where told and failed), coalesce(sum(bytes) filter (where told), 0)
      from input, lateral (select api = 'webhook_out' as told, ${failed} as failed) as k where installation_id is not null group by 1, 2, 3 order by 1, 2, 3
      on conflict (community_id, installation_id, day) do update
        set calls = api_days.calls + excluded.calls, errors = api_days.errors + excluded.errors, bytes = api_days.bytes + excluded.bytes,
          last_at = greatest(api_days.last_at, excluded.last_at), told = api_days.told + excluded.told,
          told_errors = api_days.told_errors + excluded.told_errors, told_bytes = api_days.told_bytes + excluded.told_bytes
    ), used as (
      insert into permission_days (community_id, installation_id, permission, day, uses)
      select i.community_id, i.installation_id, p.permission, i.at::date, count(*) from input i, jsonb_array_elements_text(i.permissions) as p(permission)
      where i.installation_id is not null and not ${failed} and i.api in ('graph', 'scim') group by 1, 2, 3, 4 order by 1, 2, 4, 3
      on conflict (community_id, installation_id, day, permission) do update set uses = permission_days.uses + excluded.uses
    )
    insert into permission_uses (community_id, installation_id, permission, used_at)
    select i.community_id, i.installation_id, p.permission, max(i.at) from input i, jsonb_array_elements_text(i.permissions) as p(permission)
    where i.installation_id is not null and not ${failed} and i.api <> 'webhook_out' group by 1, 2, 3 order by 1, 2, 3
    on conflict (community_id, installation_id, permission) do update set used_at = greatest(permission_uses.used_at, excluded.used_at)`)
}

const failed = sql`(status = 0 or status >= 400)`

const row = (call: ApiCall, n: number): Record<string, unknown> => ({
  n,
  community_id: call.communityId,
  installation_id: call.installationId ?? null,
  app_id: call.appId ?? null,
  api: call.api,
  method: call.method,
  path: asWritten(call.path, longestPath),
  object_id: call.api === 'graph' && call.groupId === undefined ? objectIn(call.path) : null,
  permissions: call.permissions,
  group_id: call.groupId ?? null,
  status: call.status,
  code: call.code ?? null,
  duration_ms: Math.round(call.durationMs * 10) / 10,
  bytes: call.bytes,
  address: call.address === undefined ? null : asWritten(plainAddress(call.address), 60),
  user_agent: call.userAgent === undefined ? null : asWritten(call.userAgent, 300),
  trace_id: call.traceId,
  at: call.at.toISOString(),
})

/** The group's or the thing's own number: the first in the path; of several that the root was asked for, where they have the same. */
function objectIn(path: string): string | null {
  const named = /^\/\?ids?=(.*)$/.exec(path)?.[1]?.split(',') ?? [path.slice(1)]
  const [first, ...others] = new Set(named.map(name => /^(\d{1,18})(?:[_/]|$)/.exec(name)?.[1] ?? null))
  return others.length === 0 ? (first ?? null) : null
}
