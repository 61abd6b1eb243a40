import { nowDate } from '../../platform/clock.ts'
import { rows, run, type Sql, sql, transaction } from '../../platform/db.ts'
import { forgetMessages } from '../chat/forget-messages.ts'
import { undeleteDays } from './undelete-custom.ts'

interface Gone {
  community_id: string
  id: string
  installation_id: string
  bot_id: string
  deleted_at: Date
}

/** After thirty days a deleted custom integration goes for good, with its tokens, its secret, what it wrote and what it was told. Files of it hang on nothing then (forget-files.ts). */
export async function forgetDeletedIntegrations(): Promise<void> {
  const before = new Date(nowDate().getTime() - undeleteDays * 86_400_000)
  const found = await rows<Gone>(sql`
    select c.community_id, c.id, i.id as installation_id, i.bot_id, c.deleted_at from custom_integrations c
    join installations i on i.community_id = c.community_id and i.integration_id = c.id::text
    where c.deleted_at < ${before} order by c.deleted_at limit 100`)
  for (const gone of found) await forget(gone)
}

/** Again and again until nothing is left: what was begun and not ended goes on at the next turn of the clock. */
async function forget(gone: Gone): Promise<void> {
  const of = { communityId: gone.community_id, installationId: gone.installation_id, botId: gone.bot_id }
  for (const some of [() => forgetSome(gone), () => forgetMessages(of, batch), () => forgetDeliveries(gone)]) {
    let left = batch
    while (left === batch) left = await transaction(some)
  }
  await transaction(async () => {
    const its = sql`community_id = ${gone.community_id} and installation_id = ${gone.installation_id}`
    for (const table of [
      sql`access_tokens`,
      sql`log_ins`,
      sql`permission_uses`,
      sql`group_uses`,
      sql`api_days`,
      sql`permission_days`,
      sql`grant_ends`,
      sql`grant_change_parts`,
      sql`disuse`,
      sql`webhook_subscriptions`,
      sql`webhook_health`,
      sql`redeliveries`,
      sql`bot_profiles`,
      sql`group_removals`,
      sql`integration_mutes`,
    ])
      await run(sql`delete from ${table} where ${its}`)
    await run(sql`delete from notifications where community_id = ${gone.community_id} and actor_id = ${gone.bot_id}`)
    await run(sql`delete from reactions where community_id = ${gone.community_id} and member_id = ${gone.bot_id}`)
    await run(sql`delete from apps where id = ${gone.id} and community_id = ${gone.community_id}`)
    // The installation and its bot stay as names: the audit speaks of them.
    await run(sql`delete from custom_integrations where community_id = ${gone.community_id} and id = ${gone.id}`)
  })
}

const batch = 1_000

/** A post goes with everything under it, a comment with its replies. */
async function forgetSome(gone: Gone): Promise<number> {
  const { community_id: community, installation_id: installation, deleted_at: at } = gone
  const posts = await ids(sql`
    select id from posts where community_id = ${community} and installation_id = ${installation} and deleted_at = ${at} order by id limit ${batch}`)
  const comments = await ids(sql`
    select id from comments where community_id = ${community} and installation_id = ${installation} and deleted_at = ${at} order by id limit ${batch}`)
  const under = await ids(sql`
    select id from comments where community_id = ${community} and (post_id = any(${posts}::bigint[]) or id = any(${comments}::bigint[])
      or parent_id = any(${comments}::bigint[]))`)
  const subjects = [...posts, ...under]
  for (const table of [sql`reactions`, sql`edits`])
    await run(sql`delete from ${table} where community_id = ${community} and subject_id = any(${subjects}::bigint[])`)
  await run(
    sql`delete from notifications where community_id = ${community} and subject_id = any(${subjects}::bigint[])`,
  )
  await run(sql`delete from attachments where community_id = ${community} and subject_id = any(${subjects}::bigint[])`)
  await run(sql`delete from seen where community_id = ${community} and post_id = any(${posts}::bigint[])`)
  await run(sql`delete from comments where community_id = ${community} and id = any(${under}::bigint[])`)
  await run(sql`delete from posts where community_id = ${community} and id = any(${posts}::bigint[])`)
  return Math.max(posts.length, comments.length)
}

const forgetDeliveries = ({ community_id, installation_id }: Gone): Promise<number> =>
  run(sql`
    with told as (
      select id from deliveries where community_id = ${community_id} and installation_id = ${installation_id} limit ${batch}
    ), tried as (
      delete from delivery_attempts a using told where a.community_id = ${community_id} and a.delivery_id = told.id
    )
    delete from deliveries d using told where d.community_id = ${community_id} and d.id = told.id`)

const ids = async (query: Sql): Promise<string[]> => (await rows<{ id: string }>(query)).map(row => row.id)
