import { maybe, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { ExportRow } from './log-exports.sql.ts'

/** Whoever was cut off may come back: until then it is learnt how long the export is. One job for each is enough. */
export async function goOnMeasuring(row: ExportRow): Promise<void> {
  await transaction(async () => {
    const waiting = await maybe(sql`
      select from jobs where community_id = ${row.community_id} and kind = 'measure-log-export' and ended_as is null
        and payload ->> 'exportId' = ${row.id}`)
    if (!waiting)
      await enqueue({ communityId: row.community_id, kind: 'measure-log-export', payload: { exportId: row.id } })
  })
}
