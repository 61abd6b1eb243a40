import { none, one, type Sql, sql } from '../../platform/db.ts'
import { asWritten } from '../../platform/harmless.ts'
import { installationIds, ofFilter } from '../activity/calls.sql.ts'
import { openly } from '../activity/hidden-groups.ts'
import { namesOf } from '../activity/integration-names.ts'
import type { ExportRow, Mark, Page } from './log-exports.sql.ts'

/** Read at once: enough that the database is not asked too often, little enough that nobody waits for it. */
const most = 2_000

type Calls = Extract<ExportRow, { of_log: 'api' }>

const names = [
  ...['time', 'integration_id', 'integration', 'origin', 'app_id', 'api', 'method', 'path', 'permission', 'group_id'],
  ...['status', 'code', 'duration_ms', 'bytes', 'address', 'user_agent', 'trace_id'],
]
export const headOfCalls = `${names.join(',')}\r\n`

/** Reads the rows after a mark. The database writes the lines: ten millions of rows never become objects of ours. */
export async function callPage(row: Calls): Promise<(after: Mark) => Promise<Page>> {
  const { filter, community_id } = row
  const installations = filter.integration ? await installationIds(community_id, filter.integration) : undefined
  const { bounds, rest } = ofFilter(community_id, filter, installations, row.hidden)
  const called = Object.fromEntries((await namesFor(row)).map(([id, name]) => [id, asWritten(name, 200)]))
  const line = row.format === 'csv' ? csvOf(called, row.hidden) : jsonOf(called, row.hidden)
  return async ({ at, rowId }) => {
    const found = await one<{ text: string | null; rows: number; at: string | null; row_id: string | null }>(sql`
      select string_agg(${line}, '') filter (where true ${rest}) as text, (count(*) filter (where true ${rest}))::int as rows,
        (array_agg(l.at))[count(*)]::text as at, (array_agg(l.id))[count(*)] as row_id
      from (
        select * from api_log l
        where ${bounds} and l.at >= ${row.from_at} and l.at < ${row.to_at} and pg_visible_in_snapshot(l.xid, ${row.snapshot}::pg_snapshot)
          ${at === null ? none : sql`and (l.at, l.id) > (${at}::timestamptz, ${rowId}::bigint)`}
        order by l.at, l.id limit ${most}
      ) as l`)
    const last = found.at === null || found.row_id === null ? undefined : { at: found.at, rowId: found.row_id }
    return { text: found.text ?? '', rows: found.rows, last }
  }
}

const namesFor = async ({ names, community_id, language }: Calls): Promise<[string, string][]> =>
  names
    ? Object.entries(names)
    : [...(await namesOf(community_id, language)).values()].map(named => [named.id, named.name])

const time = sql`to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const nameIn = (called: object): Sql => sql`(${JSON.stringify(called)}::jsonb ->> l.integration_id)`

const csvOf = (called: object, hidden: readonly string[]): Sql => sql`concat(
  ${time}, ',', l.integration_id, ',', csv_cell(${nameIn(called)}), ',', l.origin, ',', l.app_id, ',', l.api, ',', csv_cell(l.method), ',',
  csv_cell(${openly(hidden).path}), ',', l.permission, ',', ${openly(hidden).group}, ',', l.status, ',', l.code, ',', l.duration_ms, ',', l.bytes, ',', csv_cell(l.address), ',',
  csv_cell(l.user_agent), ',', l.trace_id, E'\\r\\n')`

const jsonOf = (called: object, hidden: readonly string[]): Sql => sql`json_build_object(
  'time', ${time}, 'integration_id', l.integration_id, 'integration', ${nameIn(called)}, 'origin', l.origin, 'app_id', l.app_id::text, 'api', l.api,
  'method', l.method, 'path', ${openly(hidden).path}, 'permission', l.permission, 'group_id', ${openly(hidden).group}::text, 'status', l.status, 'code', l.code,
  'duration_ms', l.duration_ms, 'bytes', l.bytes, 'address', l.address, 'user_agent', l.user_agent, 'trace_id', l.trace_id)::text || E'\\n'`
