import { run, sql } from '../../platform/db.ts'
import { dropEmptySums, gatherSums } from './sums.sql.ts'

/** The log is kept for a month. */
const days = 30
const atOnce = 10_000

/** Forgets what was told long ago, with its attempts, a piece at a time; nothing that still waits. */
export async function forgetOldDeliveries(): Promise<void> {
  while ((await forgetSome()) === atOnce);
  await gatherSums()
  await dropEmptySums()
  await run(sql`delete from redeliveries where state <> 'running' and made_at < now() - make_interval(days => ${days})`)
}

const forgetSome = (): Promise<number> =>
  run(sql`
    with old as (
      select community_id, id from deliveries
      where made_at < now() - make_interval(days => ${days}) and outcome not in ('waiting', 'retrying') limit ${atOnce}
    ), tried as (
      delete from delivery_attempts a using old where a.community_id = old.community_id and a.delivery_id = old.id
    )
    delete from deliveries d using old where d.community_id = old.community_id and d.id = old.id`)

/** Given up: what waited for three days behind an address that never came back, or for a subscription that is not there any more. */
export async function giveUpOld(): Promise<void> {
  await run(sql`
    update deliveries d set outcome = 'failed', reason = 'too_old', ended_at = now(), next_at = null
    where d.outcome in ('waiting', 'retrying') and d.tried_since < now() - interval '78 hours' and (d.leased_until is null or d.leased_until < now())`)
  await run(sql`
    update deliveries d set outcome = 'cancelled', reason = 'unsubscribed', ended_at = now(), next_at = null
    where d.outcome in ('waiting', 'retrying') and d.next_at < now() - interval '1 minute' and not exists (
      select from webhook_subscriptions s where s.community_id = d.community_id and s.id = d.subscription_id and s.state = 'active')`)
}
