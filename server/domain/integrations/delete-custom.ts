import { nowDate } from '../../platform/clock.ts'
import { one, run, type Sql, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { announced } from '../events/announce.ts'
import { touchCustom } from './custom.sql.ts'
import type { InstallationRow } from './installations.sql.ts'

/**
 * What a custom integration wrote goes with it (workplace-admin.md 10), and unlike there it can come back: it is marked as deleted by the bot at
 * the very instant the integration was, which tells it from what was deleted before.
 */
export async function hideProgram(actor: Person, installation: InstallationRow): Promise<void> {
  const { community_id, integration_id, state, reason } = installation
  const at = nowDate()
  await touchCustom(community_id, integration_id, actor.memberId)
  await run(sql`
    update custom_integrations set deleted_at = ${at}, deleted_by = ${actor.memberId}, deleted_state = ${state}, deleted_reason = ${reason}
    where community_id = ${community_id} and id = ${integration_id}`)
  await mark(installation, sql`deleted_at is null`, at, 'deleted')
}

/** Brings back what went with it, and nothing that was deleted by itself. */
export const showProgram = (installation: InstallationRow, deletedAt: Date): Promise<void> =>
  mark(installation, sql`deleted_at = ${deletedAt}`, null, 'created')

/** At a time, so that no statement takes long; all of them are one transaction. */
const batch = 2_000

async function mark(row: InstallationRow, which: Sql, at: Date | null, verb: 'deleted' | 'created'): Promise<void> {
  for (const of of [posts, comments]) {
    let marked = batch
    while (marked === batch) marked = await run(of(row, which, at, verb))
  }
  announced()
}

/** Every open screen and every program that listens hears of each. */
const posts = (row: InstallationRow, which: Sql, at: Date | null, verb: string): Sql => sql`
  with marked as (
    update posts set deleted_at = ${at}::timestamptz, deleted_by = ${at && row.bot_id}::bigint
    where community_id = ${row.community_id} and id in (${written(sql`posts`, row, which)}) returning id, group_id)
  insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id)
  select ${row.community_id}, 'post', 'feed', ${verb}, id, group_id, ${row.bot_id}::bigint from marked`

const comments = (row: InstallationRow, which: Sql, at: Date | null, verb: string): Sql => sql`
  with marked as (
    update comments set deleted_at = ${at}::timestamptz, deleted_by = ${at && row.bot_id}::bigint
    where community_id = ${row.community_id} and id in (${written(sql`comments`, row, which)}) returning id, group_id, post_id)
  insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id, data)
  select ${row.community_id}, 'comment', 'comments', ${verb}, id, group_id, ${row.bot_id}::bigint, jsonb_build_object('postId', post_id::text) from marked`

const written = (table: Sql, row: InstallationRow, which: Sql): Sql => sql`
  select id from ${table} where community_id = ${row.community_id} and installation_id = ${row.id} and ${which} order by id limit ${batch}`

export interface Written {
  posts: number
  comments: number
  /** To people; they go and come back with its installation, unmarked (chat/standing.sql.ts). */
  messages: number
}

/** How much it has written that stands, or, where it was deleted, that would come back. */
export const writtenBy = (communityId: string, installationId: string, deletedAt: Date | null): Promise<Written> => {
  const its = sql`community_id = ${communityId} and installation_id = ${installationId}
    and ${deletedAt === null ? sql`deleted_at is null` : sql`deleted_at = ${deletedAt}`}`
  return one(sql`
    select (select count(*)::int from posts where ${its}) as posts, (select count(*)::int from comments where ${its}) as comments,
      (select count(*)::int from messages where community_id = ${communityId} and installation_id = ${installationId} and kind = 'message') as messages`)
}
