import { run, sql } from '../../platform/db.ts'

/** A delivery that comes again within a week has no effect (threats.md A21); what was sent is kept a while longer, to be looked at and replayed. */
const days = 30
/** At a time, so that nobody waits for a lock long. */
const batch = 5_000

/** Forgets what services sent long ago. What was posted because of it stays. */
export async function forgetOldInbound(): Promise<void> {
  let gone = batch
  while (gone === batch)
    gone = await run(sql`
      delete from inbound_events where (community_id, id) in (
        select community_id, id from inbound_events
        where received_at < now() - make_interval(days => ${days}) and outcome <> 'waiting'
        order by received_at limit ${batch} for update skip locked)`)
  // After a day the next event of a thing begins anew, with a thread or without.
  await run(sql`delete from notice_threads where began_at < now() - interval '2 days'`)
}
