import { forgetWithDatabase, run, sql } from '../../platform/db.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

type RefusedReason = 'proof' | 'too_large' | 'stray'

interface Counted {
  readonly row: Pick<InstallationRow, 'community_id' | 'id'>
  readonly reason: RefusedReason
  count: number
}

/** Written once a second at most, however much is refused: who has the address alone cannot make the database work. */
const everyMs = 1_000
const waiting = new Map<string, Counted>()
forgetWithDatabase(() => waiting.clear())
let toBeWritten = false

/** Counts a request that was refused at the door. Nothing of it is kept: it may be anybody's. */
export function countRefused(row: Counted['row'], reason: RefusedReason): void {
  const key = `${row.community_id}:${row.id}:${reason}`
  const counted = waiting.get(key) ?? { row, reason, count: 0 }
  waiting.set(key, counted)
  counted.count++
  if (toBeWritten) return
  toBeWritten = true
  setTimeout(write, everyMs).unref()
}

function write(): void {
  toBeWritten = false
  const counted = [...waiting.values()]
  waiting.clear()
  // A count that cannot be written just now is worth no fault.
  for (const one of counted) void add(one).catch(() => undefined)
}

const add = ({ row, reason, count }: Counted): Promise<number> =>
  run(sql`
    insert into hook_refusals as r (community_id, installation_id, reason, hour, refused, last_at)
    values (${row.community_id}, ${row.id}, ${reason}, date_trunc('hour', now()), ${count}, now())
    on conflict (community_id, installation_id, reason, hour) do update set refused = r.refused + excluded.refused, last_at = excluded.last_at`)

export const forgetOldRefusals = (): Promise<number> =>
  run(sql`delete from hook_refusals where hour < now() - interval '7 days'`)
