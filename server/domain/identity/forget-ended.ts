import { run, sql } from '../../platform/db.ts'

/** Forgets sessions, links and failures to sign in that ended: they open nothing any more. A link is kept a week longer, so that it can still say that it is spent. */
export async function forgetEnded(): Promise<void> {
  await run(sql`delete from sessions where ends_at < now()`)
  await run(sql`delete from one_time_links where ends_at < now() - interval '7 days'`)
  await run(sql`delete from sign_in_failures where at < now() - interval '1 hour'`)
}
