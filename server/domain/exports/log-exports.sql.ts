import type { CallFilter } from '../../../contract/api/api-log.ts'
import type { AuditFilter } from '../../../contract/api/audit.ts'
import type { Language, MemberRef } from '../../../contract/api/basics.ts'
import type { ExportFormat } from '../../../contract/api/log-exports.ts'
import { maybe, none, one, rows, run, sql } from '../../platform/db.ts'
import { memberRef } from '../community/member-ref.sql.ts'

interface Shape {
  id: string
  community_id: string
  made_by: string
  made_at: Date
  format: ExportFormat
  packed: boolean
  language: Language
  from_at: Date
  to_at: Date
  snapshot: string
  last_n: string
  hidden: string[]
  /** By id; of one that was asked for before they were kept, what they are called now. */
  names: Readonly<Record<string, string>> | null
  /** Known once somebody went through it to its end. */
  bytes: string | null
  rows: string | null
  tell: boolean
}

export type ExportRow = Shape & ({ of_log: 'api'; filter: CallFilter } | { of_log: 'audit'; filter: AuditFilter })

/** Where an export may be gone on from. `at` and `rowId` are the row before; nothing stands before the first. */
export interface Mark {
  readonly bytes: number
  readonly rows: number
  readonly at: string | null
  readonly rowId: string
}

export const noMark: Mark = { bytes: 0, rows: 0, at: null, rowId: '0' }

/** Rows that were read together. */
export interface Page {
  /** Nothing where no row of them was asked for. */
  readonly text: string
  readonly rows: number
  /** The last that was looked at; nothing at the end. */
  readonly last: { readonly at: string; readonly rowId: string } | undefined
}

const listed = sql`e.id, e.community_id, e.made_by, e.made_at, e.of_log, e.filter, e.format, e.packed, e.language, e.from_at, e.to_at,
  e.snapshot::text as snapshot, e.last_n, e.hidden::text[] as hidden, e.bytes, e.rows, e.tell`
const columns = sql`${listed}, e.names`

export interface ExportForm {
  readonly format: ExportFormat
  readonly packed: boolean
  readonly tell: boolean
}

interface Asked extends ExportForm {
  readonly communityId: string
  readonly memberId: string
  readonly language: Language
  readonly log: ExportRow['of_log']
  readonly filter: CallFilter | AuditFilter
  readonly from: Date
  readonly to: Date
  readonly hidden: readonly string[]
  readonly names: Readonly<Record<string, string>>
}

/** The statement's own snapshot says which rows there are. */
export const insertExport = ({
  communityId,
  memberId,
  language,
  log,
  filter,
  from,
  to,
  hidden,
  names,
  ...form
}: Asked) =>
  one<ExportRow>(sql`
    insert into log_exports as e (community_id, made_by, of_log, filter, format, packed, language, from_at, to_at, hidden, names, last_n, tell)
    values (${communityId}, ${memberId}, ${log}, ${JSON.stringify(filter)}::jsonb, ${form.format}, ${form.packed}, ${language}, ${from}, ${to}, ${[...hidden]}::bigint[],
      ${JSON.stringify(names)}::jsonb, coalesce((select n from audit_heads where community_id = ${communityId}), 0), ${form.tell})
    returning ${columns}`)

export const exportById = (communityId: string, id: string): Promise<ExportRow | undefined> =>
  maybe<ExportRow>(sql`select ${columns} from log_exports e where e.community_id = ${communityId} and e.id = ${id}`)

export interface Listed {
  furthest: Omit<Mark, 'at'> & { at: string | null }
  madeBy: MemberRef
}

/** The newest of one person, or one of them, with how far each was gone through. */
export const exportsOf = (communityId: string, memberId: string, id?: string): Promise<(ExportRow & Listed)[]> =>
  rows<ExportRow & Listed>(sql`
    select ${listed}, null as names, coalesce(
        (select jsonb_build_object('bytes', k.bytes, 'rows', k.rows, 'at', k.at, 'rowId', k.row_id::text) from log_export_marks k
          where k.community_id = e.community_id and k.export_id = e.id order by k.bytes desc limit 1),
        '{"bytes": 0, "rows": 0, "at": null, "rowId": "0"}') as furthest,
      ${memberRef(sql`m`)} as "madeBy"
    from log_exports e join members m on m.community_id = e.community_id and m.id = e.made_by
    where e.community_id = ${communityId} and e.made_by = ${memberId} ${id ? sql`and e.id = ${id}` : none}
    order by e.id desc limit 20`)

/** The last place at or before so many bytes. */
export async function markBefore({ community_id, id }: ExportRow, bytes: number): Promise<Mark> {
  const found = await maybe<Mark>(sql`
    select bytes::float8 as bytes, rows::float8 as rows, at::text as at, row_id as "rowId" from log_export_marks
    where community_id = ${community_id} and export_id = ${id} and bytes <= ${bytes} order by bytes desc limit 1`)
  return found ?? noMark
}

export const putMark = ({ community_id, id }: ExportRow, mark: Mark): Promise<number> =>
  run(sql`
    insert into log_export_marks (community_id, export_id, bytes, rows, at, row_id)
    select ${community_id}, ${id}, ${mark.bytes}, ${mark.rows}, ${mark.at}::timestamptz, ${mark.rowId}
    where exists (select from log_exports where community_id = ${community_id} and id = ${id})
    on conflict do nothing`)

export const putLength = ({ community_id, id }: ExportRow, mark: Mark): Promise<number> =>
  run(sql`
    update log_exports set bytes = ${mark.bytes}, rows = ${mark.rows} where community_id = ${community_id} and id = ${id}`)

/** Answers whether its maker is still to be told; once. */
export const takeTelling = ({ community_id, id }: ExportRow): Promise<number> =>
  run(sql`
    update log_exports set told_at = now() where community_id = ${community_id} and id = ${id} and tell and told_at is null`)

export const deleteExport = (communityId: string, memberId: string, id: string): Promise<number> =>
  run(sql`delete from log_exports where community_id = ${communityId} and made_by = ${memberId} and id = ${id}`)

/** An address is good for a week. */
export const keptDays = 7
export const forgetOldLogExports = (): Promise<number> =>
  run(sql`delete from log_exports where made_at < now() - make_interval(days => ${keptDays})`)

/** Everybody who did something that the audit tells. */
export const actorNames = async (communityId: string): Promise<Record<string, string>> =>
  (
    await one<{ names: Record<string, string> }>(sql`
      select coalesce(jsonb_object_agg(m.id, m.name), '{}') as names from members m
      where m.community_id = ${communityId} and m.id in (select u.actor_id from audit u where u.community_id = ${communityId})`)
  ).names
