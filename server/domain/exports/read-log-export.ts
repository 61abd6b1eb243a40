/** Going through an export: from its beginning or from any byte, noting where one may go on and how long it is. */

import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { keptSince } from '../activity/keep-log.ts'
import { type ExportRow, exportById, type Mark, markBefore, putLength, putMark } from './log-exports.sql.ts'
import { piecesAfter } from './pieces.ts'

/** A mark every so many bytes. */
const markEvery = 2_097_152

export interface OpenedExport {
  readonly row: ExportRow
  readonly name: string
  readonly type: string
  /** Not known before somebody went through it. */
  readonly bytes: number | undefined
}

/** For whoever made it, as long as they may read what it holds, and what it is made of is kept. */
export async function openLogExport(actor: Person, id: string): Promise<OpenedExport> {
  const row = await exportById(actor.communityId, id)
  if (!row || row.made_by !== actor.memberId) throw new Refusal('not_found')
  demandInCommunity(actor, row.of_log === 'api' ? 'integrations.manage' : 'people.govern')
  if (await isOver(row)) throw new Refusal('export_over')
  const kind = row.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8'
  return {
    row,
    name: `${row.of_log === 'api' ? 'api-log' : 'audit'}-${row.id}.${row.format}${row.packed ? '.gz' : ''}`,
    type: row.packed ? 'application/gzip' : kind,
    bytes: row.bytes === null ? undefined : Number(row.bytes),
  }
}

/** The log began later than the export does: its first rows are not kept any more, and its bytes would be others. */
export const isOver = async (row: ExportRow): Promise<boolean> =>
  row.of_log === 'api' && row.from_at < (await keptSince(row.community_id)).there

/** Its content from a byte on, to `last` (counted) where there is one. It ends early where `goesOn` says so. */
export async function* readLogExport(
  row: ExportRow,
  { from = 0, last = Number.POSITIVE_INFINITY, goesOn = async () => true } = {},
): AsyncGenerator<Buffer> {
  const start = await markBefore(row, from)
  let noted = start
  let end = start
  for await (const piece of piecesAfter(row, start)) {
    const begins = end.bytes
    end = piece.end
    const wanted = piece.content.subarray(Math.max(0, from - begins), Math.max(0, last + 1 - begins))
    if (wanted.length > 0) yield wanted
    if (end.bytes > last) return
    if (end.bytes - noted.bytes >= markEvery && end.at !== null) {
      await putMark(row, end)
      noted = end
      if (!(await goesOn())) return
    }
  }
  await putLength(row, end)
}

/** Goes on from the furthest place that is known to the end, so that the length is known; answers it, or nothing where `until` came first. */
export async function measureExport(row: ExportRow, until = Number.POSITIVE_INFINITY): Promise<Mark | undefined> {
  const start = await markBefore(row, Number.MAX_SAFE_INTEGER)
  let noted = start
  let end = start
  for await (const piece of piecesAfter(row, start)) {
    end = piece.end
    if (end.bytes - noted.bytes >= markEvery && end.at !== null) {
      await putMark(row, end)
      noted = end
    }
    if (performance.now() > until) {
      await putMark(row, end)
      return undefined
    }
  }
  await putLength(row, end)
  return end
}
