import { csvLine } from '../../platform/csv.ts'
import { sql } from '../../platform/db.ts'
import { asWritten, visibleJson } from '../../platform/harmless.ts'
import { type AuditRow, auditMatches, auditRows } from '../activity/audit.sql.ts'
import { tellable } from '../activity/tellable.ts'
import type { ExportRow, Mark, Page } from './log-exports.sql.ts'

const most = 1_000

type Audit = Extract<ExportRow, { of_log: 'audit' }>

const names = [
  ...['n', 'time', 'actor_id', 'actor', 'action', 'subject', 'subject_id', 'integration_id', 'before', 'after'],
  ...['address', 'entry_id', 'seal'],
]
export const headOfAudit = `${names.join(',')}\r\n`

/** Reads the sealed entries after a mark, in the order of the chain; of groups, what its maker may see. */
export function auditPage(row: Audit): (after: Mark) => Promise<Page> {
  const told = tellable(row.hidden)
  return async ({ rowId }) => {
    const found = await auditRows(
      sql`${auditMatches(row.community_id, row.filter, row.hidden)} and k.n > ${rowId}::bigint and k.n <= ${row.last_n}::bigint`,
      sql`k.n`,
      most,
    )
    const last = found.at(-1)
    return {
      text: found.map(entry => lineOf(row, entry, told)).join(''),
      rows: found.length,
      last: last?.n ? { at: last.place, rowId: last.n } : undefined,
    }
  }
}

function lineOf(row: Audit, entry: AuditRow, told: (written: AuditRow['before']) => string | null): string {
  const name = row.names?.[entry.actor_id ?? ''] ?? entry.actor?.name
  const cells: readonly (string | null)[] = [
    ...[
      entry.n,
      entry.at.toISOString(),
      entry.actor_id,
      name === undefined ? null : asWritten(name, 200),
      entry.action,
      entry.subject,
    ],
    ...[entry.subject_id, entry.integration_id, visible(told(entry.before)), visible(told(entry.after))],
    ...[entry.address, entry.id, entry.seal],
  ]
  if (row.format === 'csv') return csvLine(cells)
  return `${visibleJson(JSON.stringify(Object.fromEntries(names.map((name, n) => [name, cells[n] ?? null]))))}\n`
}

const visible = (json: string | null): string | null => (json === null ? null : visibleJson(json))
