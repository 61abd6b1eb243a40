import { rows, run, sql } from '../../platform/db.ts'

/** Forgets, at most so many at a time, what an installation wrote, and the threads of its bot in which nothing is left; answers how many messages went. */
export async function forgetMessages(
  { communityId, installationId, botId }: { communityId: string; installationId: string; botId: string },
  most: number,
): Promise<number> {
  const gone = await rows<{ id: string; conversation_id: string }>(sql`
    delete from messages where community_id = ${communityId} and id in (
      select id from messages where community_id = ${communityId} and installation_id = ${installationId} order by id limit ${most})
    returning id, conversation_id`)
  await run(sql`
    delete from message_removals where community_id = ${communityId} and message_id = any(${gone.map(row => row.id)}::bigint[])`)
  await lookAgain(communityId, [...new Set(gone.map(row => row.conversation_id))])
  if (gone.length < most) await forgetEmpty(communityId, botId)
  return gone.length
}

/** What is now the last message of each of these. */
const lookAgain = (communityId: string, conversations: readonly string[]): Promise<number> =>
  run(sql`
    update conversations c set (last_message_id, last_message_at) = (
      select x.id, x.created_at from messages x where x.community_id = c.community_id and x.conversation_id = c.id order by x.id desc limit 1)
    where c.community_id = ${communityId} and c.id = any(${conversations}::bigint[])`)

async function forgetEmpty(communityId: string, botId: string): Promise<void> {
  const empty = await rows<{ id: string }>(sql`
    select c.id from conversation_members b
    join conversations c on c.community_id = b.community_id and c.id = b.conversation_id
    where b.community_id = ${communityId} and b.member_id = ${botId}
      and not exists (select from messages x where x.community_id = c.community_id and x.conversation_id = c.id)`)
  const ids = empty.map(row => row.id)
  await run(
    sql`delete from conversation_members where community_id = ${communityId} and conversation_id = any(${ids}::bigint[])`,
  )
  await run(sql`delete from conversations where community_id = ${communityId} and id = any(${ids}::bigint[])`)
}
