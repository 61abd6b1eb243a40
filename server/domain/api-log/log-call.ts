/**
 * Every call of a program, as a row: who, what, how it ended; never bodies or tokens. Rows wait in memory for at most a second and go to the database
 * together, since a call should not pay for being written down (design.md rule 4).
 */
import { run, sql } from '../../platform/db.ts'

export interface ApiCall {
  readonly communityId: string
  readonly installationId: string | undefined
  readonly appId: string | undefined
  readonly api: 'graph' | 'scim' | 'webhook_in' | 'webhook_out' | 'preview' | 'connector'
  readonly method: string
  readonly path: string
  /** The permissions it used, the first of them in the row. */
  readonly permissions: readonly string[]
  readonly groupId: string | undefined
  readonly status: number
  readonly code: number | undefined
  readonly durationMs: number
  readonly bytes: number
  readonly address: string | undefined
  readonly userAgent: string | undefined
  readonly traceId: string
  readonly at: Date
}

/** Most rows that wait; a database that is away longer than that loses the oldest, as documented. */
const most = 20_000
let waiting: ApiCall[] = []
let flushing: Promise<void> | undefined
let timer: NodeJS.Timeout | undefined

export function logCall(call: ApiCall): void {
  if (waiting.length >= most) waiting.shift()
  waiting.push(call)
  timer ??= setTimeout(() => void flushApiLog(), 500)
  timer.unref()
}

/** Writes what waits; at the stop, and before somebody reads the log. */
export async function flushApiLog(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  await flushing
  const batch = waiting
  if (batch.length === 0) return
  waiting = []
  flushing = write(batch).catch(() => {
    waiting = [...batch, ...waiting].slice(-most)
  })
  await flushing
  flushing = undefined
}

async function write(batch: readonly ApiCall[]): Promise<void> {
  await run(sql`
    with input as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(batch.map(row))}::jsonb) as r(community_id bigint, installation_id bigint, app_id bigint, api text,
        method text, path text, permissions jsonb, group_id bigint, status int, code int, duration_ms real, bytes int, address text, user_agent text,
        trace_id text, at timestamptz)
    ), logged as (
      insert into api_log (community_id, at, installation_id, app_id, api, method, path, permission, group_id, status, code, duration_ms, bytes,
        address, user_agent, trace_id)
      select community_id, at, installation_id, app_id, api, method, path, permissions ->> 0, group_id, status, code, duration_ms, bytes,
        address, user_agent, trace_id from input
    ), counted as (
      insert into api_days (community_id, installation_id, day, calls, errors, bytes, last_at)
      select community_id, installation_id, at::date, count(*), count(*) filter (where status >= 400), sum(bytes),
        max(at) filter (where status < 400)
      from input where installation_id is not null group by 1, 2, 3 order by 1, 2, 3
      on conflict (community_id, installation_id, day) do update
        set calls = api_days.calls + excluded.calls, errors = api_days.errors + excluded.errors, bytes = api_days.bytes + excluded.bytes,
          last_at = greatest(api_days.last_at, excluded.last_at)
    ), used as (
      insert into permission_days (community_id, installation_id, permission, day, uses)
      select i.community_id, i.installation_id, p.permission, i.at::date, count(*) from input i, jsonb_array_elements_text(i.permissions) as p(permission)
      where i.installation_id is not null and i.status < 400 and i.api in ('graph', 'scim') group by 1, 2, 3, 4 order by 1, 2, 4, 3
      on conflict (community_id, installation_id, day, permission) do update set uses = permission_days.uses + excluded.uses
    )
    insert into permission_uses (community_id, installation_id, permission, used_at)
    select i.community_id, i.installation_id, p.permission, max(i.at) from input i, jsonb_array_elements_text(i.permissions) as p(permission)
    where i.installation_id is not null and i.status < 400 group by 1, 2, 3 order by 1, 2, 3
    on conflict (community_id, installation_id, permission) do update set used_at = greatest(permission_uses.used_at, excluded.used_at)`)
}

const row = (call: ApiCall): Record<string, unknown> => ({
  community_id: call.communityId,
  installation_id: call.installationId ?? null,
  app_id: call.appId ?? null,
  api: call.api,
  method: call.method,
  path: call.path.slice(0, 500),
  permissions: call.permissions,
  group_id: call.groupId ?? null,
  status: call.status,
  code: call.code ?? null,
  duration_ms: call.durationMs,
  bytes: call.bytes,
  address: call.address ?? null,
  user_agent: call.userAgent?.slice(0, 300) ?? null,
  trace_id: call.traceId,
  at: call.at.toISOString(),
})
