import { csvLine } from '../../platform/csv.ts'
import { sql } from '../../platform/db.ts'
import { asWritten } from '../../platform/harmless.ts'
import { type AuditRow, auditMatches, auditRows } from '../activity/audit.sql.ts'
import { tellable } from '../activity/tellable.ts'
import type { ExportRow, Mark, Page } from './log-exports.sql.ts'

const most = 1_000

type Audit = Extract<ExportRow, { of_log: 'audit' }>

const names = [
  ...['n', 'time', 'actor_id', 'actor', 'action', 'subject', 'subject_id', 'integration_id', 'before', 'after'],
  ...['address', 'user_agent', 'country', 'entry_id', 'seal'],
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

function lineOf({ format }: Audit, entry: AuditRow, told: (written: AuditRow['before']) => string | null): string {
  const cells: readonly (string | null)[] = [
    ...[
      entry.n,
      entry.at.toISOString(),
      entry.actor_id,
      entry.actor ? asWritten(entry.actor.name, 200) : null,
      entry.action,
      entry.subject,
    ],
    ...[entry.subject_id, entry.integration_id, visible(told(entry.before)), visible(told(entry.after))],
    ...[entry.address, entry.user_agent ? asWritten(entry.user_agent, 300) : null, entry.country, entry.id, entry.seal],
  ]
  if (format === 'csv') return csvLine(cells)
  return `${visible(JSON.stringify(Object.fromEntries(names.map((name, n) => [name, cells[n] ?? null]))))}\n`
}

/** JSON writes most control characters so that nothing obeys them, and we the others (threats.md A25). */
const visible = <T extends string | null>(json: T): T =>
  (json === null
    ? json
    : json.replace(
        /[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
        sign => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
      )) as T
