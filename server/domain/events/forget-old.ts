import { run, sql } from '../../platform/db.ts'

/** Whoever was away longer reads everything anew instead of what they missed. */
const days = 14

/** Forgets what happened long ago: the log is for following, the audit for remembering. */
export async function forgetOldEvents(): Promise<void> {
  await run(sql`delete from events where at < now() - make_interval(days => ${days})`)
}
