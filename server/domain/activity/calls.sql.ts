/** The API log as it is searched: by every column, in pages that follow each other from the newest back. */
import type { CallFilter } from '../../../contract/api/api-log.ts'
import { none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { openly } from './hidden-groups.ts'

export interface CallRow {
  id: string
  /** To the microsecond: pages go by it. */
  at: string
  integration_id: string | null
  origin: 'connector' | 'custom' | null
  app_id: string | null
  api: 'graph' | 'scim' | 'webhook_in' | 'webhook_out' | 'preview' | 'connector'
  method: string
  path: string
  permission: string | null
  group_id: string | null
  status: number
  code: number | null
  duration_ms: number
  bytes: number
  address: string | null
  user_agent: string | null
  trace_id: string
}

/** A row's place in the log. */
export interface Place {
  readonly at: string
  readonly id: string
}

export interface Window {
  found: CallRow[]
  looked: number
  /** The oldest row that was looked at. */
  edge: Place | null
}

/** Its installations, those that are gone too: the index goes by them. */
export const installationIds = async (communityId: string, integrationId: string): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      sql`select id from installations where community_id = ${communityId} and integration_id = ${integrationId}`,
    )
  ).map(row => row.id)

/**
 * Matching rows among the `most` that come next: what is rare is looked for stretch by stretch, so that no search holds the database. What has an index,
 * or bounds the time, bounds the stretch; the rest is looked for in it.
 */
export async function lookThrough(
  { bounds, rest, hidden }: Sought,
  start: Place | undefined,
  limit: number,
  most: number,
): Promise<Window> {
  const { group, path } = openly(hidden)
  return one<Window>(sql`
    with seen as materialized (
      select * from api_log l where ${bounds} ${start ? before(start) : none} order by l.at desc, l.id desc limit ${most}
    ), found as (
      select id::text, at::text, integration_id, origin, app_id::text, api, method, ${path} as path, permission, ${group}::text as group_id, status, code, duration_ms, bytes,
        address, user_agent, trace_id
      from seen l where true ${rest} order by l.at desc, l.id desc limit ${limit}
    )
    select (select coalesce(jsonb_agg(to_jsonb(f) order by f.at::timestamptz desc, f.id::bigint desc), '[]') from found f) as found,
      (select count(*)::int from seen) as looked,
      (select jsonb_build_object('at', at::text, 'id', id::text) from seen order by at, id limit 1) as edge`)
}

export interface Sought {
  readonly bounds: Sql
  readonly rest: Sql
  /** Groups that are none to whoever asks. */
  readonly hidden: readonly string[]
}

/** A filter as SQL about `l`: what the index can answer, and the rest. */
export const ofFilter = (
  communityId: string,
  filter: CallFilter,
  installations: readonly string[] | undefined,
  hidden: readonly string[],
): Sought => ({
  bounds: boundsOf(communityId, filter, installations),
  rest: restOf(filter, openly(hidden)),
  hidden,
})

const boundsOf = (
  communityId: string,
  filter: CallFilter,
  installations: readonly string[] | undefined,
): Sql => sql`l.community_id = ${communityId}
  ${filter.from ? sql`and l.at >= ${filter.from}::timestamptz` : none}
  ${filter.to ? sql`and l.at < ${filter.to}::timestamptz` : none}
  ${ofInstallations(filter, installations)}
  ${filter.traceId ? sql`and l.trace_id = ${filter.traceId}` : none}`

/** What it called itself when it had no installation, where there never was one. */
function ofInstallations({ integration }: CallFilter, installations: readonly string[] | undefined): Sql {
  const [first] = installations ?? []
  if (integration === undefined) return none
  if (installations?.length === 1) return sql`and l.installation_id = ${first}`
  return sql`and l.integration_id = ${integration}`
}

const before = ({ at, id }: Place): Sql => sql`and (l.at, l.id) < (${at}::timestamptz, ${id}::bigint)`

/** All other conditions; nothing where there are none. */
function restOf(filter: CallFilter, open: { group: Sql; path: Sql }): Sql {
  const { appId, origin, api, method, path, permission, groupId, status, code, ms, bytes, address, userAgent } = filter
  return sql`
    ${appId ? sql`and l.app_id = ${appId}` : none}
    ${origin ? sql`and l.origin = ${origin}` : none}
    ${api ? sql`and l.api = ${api}` : none}
    ${method ? sql`and l.method = ${method}` : none}
    ${path ? sql`and position(lower(${path}) in lower(${open.path})) > 0` : none}
    ${permission ? sql`and l.permission = ${permission}` : none}
    ${groupId ? sql`and ${open.group} = ${groupId}::bigint` : none}
    ${status ? statusIs(status) : none}
    ${code !== undefined ? sql`and l.code = ${code}::bigint` : none}
    ${ms !== undefined ? sql`and l.duration_ms >= ${ms}` : none}
    ${bytes !== undefined ? sql`and l.bytes >= ${bytes}::bigint` : none}
    ${address ? sql`and starts_with(l.address, ${address})` : none}
    ${userAgent ? sql`and position(lower(${userAgent}) in lower(l.user_agent)) > 0` : none}`
}

/** Is anything looked for that no index answers? */
export const isSifted = ({ integration: _, traceId: __, from: ___, to: ____, ...rest }: CallFilter): boolean =>
  Object.values(rest).some(value => value !== undefined)

function statusIs(status: string): Sql {
  if (status === 'failed') return sql`and (l.status >= 400 or l.status = 0)`
  const family = /^(\d)xx$/.exec(status)?.[1]
  return family
    ? sql`and l.status between ${Number(family) * 100} and ${Number(family) * 100 + 99}`
    : sql`and l.status = ${Number(status)}`
}
