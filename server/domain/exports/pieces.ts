/** An export piece by piece: as much as is read at once, packed by itself where it is packed, so that it may begin again at any piece. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { givingWay } from '../../platform/give-way.ts'
import { auditPage, headOfAudit } from './audit-page.ts'
import { callPage, headOfCalls } from './call-page.ts'
import type { ExportRow, Mark } from './log-exports.sql.ts'

const pack = promisify(gzip)

export interface Piece {
  readonly content: Buffer
  /** Where it ends. */
  readonly end: Mark
}

/** What follows a mark, to the end. */
export async function* piecesAfter(row: ExportRow, mark: Mark): AsyncGenerator<Piece> {
  let end = mark
  if (mark.bytes === 0) {
    // One of no rows is an archive, too.
    const content = await packed(row, headOf(row))
    end = { ...mark, bytes: content.length }
    if (content.length > 0) yield { content, end }
  }
  const page = givingWay(row.of_log === 'api' ? await callPage(row) : auditPage(row))
  // While one page is packed and sent the database writes the next; while others ask for something, a little later.
  for (let next = page(end); ; ) {
    const { text, rows, last } = await next
    if (!last) return
    next = page({ ...end, ...last })
    next.catch(() => {})
    const content = text === '' ? Buffer.alloc(0) : await packed(row, text)
    end = { bytes: end.bytes + content.length, rows: end.rows + rows, ...last }
    yield { content, end }
  }
}

/** Spreadsheets know by the first mark that it is Unicode. */
const headOf = ({ format, of_log }: ExportRow): string =>
  format === 'csv' ? `\ufeff${of_log === 'api' ? headOfCalls : headOfAudit}` : ''

const packed = async (row: ExportRow, text: string): Promise<Buffer> => (row.packed ? pack(text) : Buffer.from(text))
