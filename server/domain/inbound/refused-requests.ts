import { run, sql } from '../../platform/db.ts'
import { gathered } from '../../platform/gathered.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

type RefusedReason = 'proof' | 'too_large' | 'stray'

interface Counted {
  readonly row: Pick<InstallationRow, 'community_id' | 'id'>
  readonly reason: RefusedReason
  readonly count: number
}

/** Written once a second at most, however much is refused: who has the address alone cannot make the database work. */
const refused = gathered<Counted>({
  afterMs: 1_000,
  sum: {
    keyOf: ({ row, reason }) => `${row.community_id}:${row.id}:${reason}`,
    of: (earlier, later) => ({ ...later, count: earlier.count + later.count }),
  },
  write,
})

/** Counts a request that was refused at the door. Nothing of it is kept: it may be anybody's. */
export const countRefused = (row: Counted['row'], reason: RefusedReason): void => refused.add({ row, reason, count: 1 })

/** In one order for everybody, so that two processes never wait for each other. */
async function write(batch: readonly Counted[]): Promise<void> {
  const input = batch.map(({ row, reason, count }) => ({ community_id: row.community_id, id: row.id, reason, count }))
  await run(sql`
    insert into hook_refusals as r (community_id, installation_id, reason, hour, refused, last_at)
    select community_id, id, reason, date_trunc('hour', now()), count, now()
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as i(community_id bigint, id bigint, reason text, count int) order by 1, 2, 3
    on conflict (community_id, installation_id, reason, hour) do update set refused = r.refused + excluded.refused, last_at = excluded.last_at`)
}

export const forgetOldRefusals = (): Promise<number> =>
  run(sql`delete from hook_refusals where hour < now() - interval '7 days'`)
