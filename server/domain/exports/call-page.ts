import { csvCell } from '../../platform/csv.ts'
import { limited, one, type Sql, sql } from '../../platform/db.ts'
import { asWritten } from '../../platform/harmless.ts'
import { installationIds, ofFilter } from '../activity/calls.sql.ts'
import { openly } from '../activity/hidden-groups.ts'
import { namesOf } from '../activity/integration-names.ts'
import type { ExportRow, Mark, Page } from './log-exports.sql.ts'

/**
 * Read at once: so much that asking costs little beside reading, so little that a page (100 kB) is gone again with the young ones of the heap. Four times as many
 * left it 40 MB larger after ten million rows.
 */
const most = 500

type Calls = Extract<ExportRow, { of_log: 'api' }>
/** Integrations by their ids. */
type Named = readonly (readonly [string, string])[]

const names = [
  ...['time', 'integration_id', 'integration', 'origin', 'app_id', 'api', 'method', 'path', 'permission', 'group_id'],
  ...['status', 'code', 'duration_ms', 'bytes', 'address', 'user_agent', 'trace_id'],
]
export const headOfCalls = `${names.join(',')}\r\n`

/**
 * Reads the rows after a mark. The database writes the lines: ten millions of rows never become objects of ours. What is looked at is said by where it
 * begins alone, what is told of it by the rest, and where it begins is asked for rather than named: a statement whose bounds the planner sees is planned
 * anew at each page, which took a quarter of its time.
 */
export async function callPage(row: Calls): Promise<(after: Mark) => Promise<Page>> {
  const { community_id } = row
  const { from: _, to: __, ...filter } = row.filter
  const installations = filter.integration ? await installationIds(community_id, filter.integration) : undefined
  const { bounds, rest } = ofFilter(community_id, filter, installations, row.hidden)
  const named = (await namesFor(row)).map(([id, name]) => [id, asWritten(name, 200)] as const)
  const line = row.format === 'csv' ? csvOf(named, row.hidden) : jsonOf(named, row.hidden)
  const told = sql`where l.at < ${row.to_at} and pg_visible_in_snapshot(l.xid, ${row.snapshot}::pg_snapshot) ${rest}`
  return async ({ at, rowId }) => {
    const start = sql`(select ${at ?? row.from_at}::timestamptz)`
    const found = await one<{ text: string | null; rows: number; within: number; at: string; row_id: string }>(sql`
      select string_agg(${line}, '') filter (${told}) as text, (count(*) filter (${told}))::int as rows,
        (count(*) filter (where l.at < ${row.to_at}))::int as within,
        (array_agg(l.at))[count(*)]::text as at, (array_agg(l.id))[count(*)] as row_id
      from (
        select * from api_log l
        where ${bounds} and l.at >= ${start} and (l.at, l.id) > (${start}, ${rowId}::bigint)
        order by l.at, l.id ${limited(most)}
      ) as l`)
    const last = found.within > 0 ? { at: found.at, rowId: found.row_id } : undefined
    return { text: found.text ?? '', rows: found.rows, last }
  }
}

const namesFor = async ({ names, community_id, language }: Calls): Promise<[string, string][]> =>
  names
    ? Object.entries(names)
    : [...(await namesOf(community_id, language)).values()].map(named => [named.id, named.name])

const time = sql`to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const nameIn = (named: Named): Sql => sql`(${JSON.stringify(Object.fromEntries(named))}::jsonb ->> l.integration_id)`

/** A name is made a cell once, not in every line; methods are those that HTTP has. */
const csvOf = (named: Named, hidden: readonly string[]): Sql => sql`concat(
  ${time}, ',', l.integration_id, ',', ${nameIn(named.map(([id, name]) => [id, csvCell(name)] as const))}, ',', l.origin, ',', l.app_id, ',', l.api, ',', l.method, ',',
  csv_cell(${openly(hidden).path}), ',', l.permission, ',', ${openly(hidden).group}, ',', l.status, ',', l.code, ',', l.duration_ms, ',', l.bytes, ',', csv_cell(l.address), ',',
  csv_cell(l.user_agent), ',', l.trace_id, E'\\r\\n')`

const jsonOf = (named: Named, hidden: readonly string[]): Sql => sql`json_build_object(
  'time', ${time}, 'integration_id', l.integration_id, 'integration', ${nameIn(named)}, 'origin', l.origin, 'app_id', l.app_id::text, 'api', l.api,
  'method', l.method, 'path', ${openly(hidden).path}, 'permission', l.permission, 'group_id', ${openly(hidden).group}::text, 'status', l.status, 'code', l.code,
  'duration_ms', l.duration_ms, 'bytes', l.bytes, 'address', l.address, 'user_agent', l.user_agent, 'trace_id', l.trace_id)::text || E'\\n'`
