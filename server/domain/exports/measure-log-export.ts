import { notify } from '../notifications/notify.ts'
import { exportById, takeTelling } from './log-exports.sql.ts'
import { isOver, measureExport } from './read-log-export.ts'

/** In the background: goes on with an export where somebody broke off, so that it can be fetched from any byte; and tells its maker, who asked for that. */
export async function measureLogExport(communityId: string, exportId: string): Promise<void> {
  const row = await exportById(communityId, exportId)
  if (!row || (await isOver(row))) return
  if (row.bytes === null) await measureExport(row)
  if ((await takeTelling(row)) === 0) return
  await notify(
    { communityId },
    { kind: 'log_export_ready', memberIds: [row.made_by], values: { log: row.of_log, exportId } },
  )
}
