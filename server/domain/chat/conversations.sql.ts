/** Threads and who is in them. What a program sees of them: those its bot is in, or with the right to read all, those of people it reaches. */
import { maybe, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { reachedMember } from '../access/reached-members.ts'
import { namedColumns, type Profile } from '../community/profiles.sql.ts'
import { isStanding } from './standing.sql.ts'

export interface Conversation {
  id: string
  kind: 'pair' | 'group'
  title: string | null
  made_by: string
  updated_at: Date
  message_count: number
  snippet: string | null
  /** Is the bot itself in it? */
  belongs: boolean
}

const columns = (
  bot: Bot,
): Sql => sql`c.id, c.kind, c.title, c.made_by, coalesce(c.last_message_at, c.made_at) as updated_at,
  (select count(*)::int from messages x where x.community_id = c.community_id and x.conversation_id = c.id and ${isStanding}) as message_count,
  (select left(x.text, 100) from messages x where x.community_id = c.community_id and x.conversation_id = c.id and ${isStanding}
    order by x.id desc limit 1) as snippet,
  ${belongs(bot)} as belongs`

const belongs = (bot: Bot): Sql => sql`exists (select from conversation_members b
  where b.community_id = c.community_id and b.conversation_id = c.id and b.member_id = ${bot.memberId} and b.left_at is null)`

/** Everybody in it is within the bot's reach. */
const reached = (bot: Bot): Sql => sql`not exists (select from conversation_members b
  join members m on m.community_id = b.community_id and m.id = b.member_id
  where b.community_id = c.community_id and b.conversation_id = c.id and b.left_at is null and m.kind = 'person' and not ${reachedMember(bot, sql`m`)})`

/** `all`: the program may read everybody's. */
const seen = (bot: Bot, all: boolean): Sql => (all ? sql`(${belongs(bot)} or ${reached(bot)})` : belongs(bot))

export const conversationsById = (bot: Bot, ids: readonly string[], all: boolean): Promise<Conversation[]> =>
  rows<Conversation>(sql`
    select ${columns(bot)} from conversations c
    where c.community_id = ${bot.communityId} and c.id = any(${ids}::bigint[]) and ${seen(bot, all)}`)

/** Threads of each of these members, the one last written in first. */
export async function conversationsOf(bot: Bot, members: readonly string[], all: boolean, window: Window) {
  const found = await rows<Conversation & { parent_id: string; key: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select ${columns(bot)}, coalesce(c.last_message_id, c.id) as key from conversation_members w
      join conversations c on c.community_id = w.community_id and c.id = w.conversation_id
      where w.community_id = ${bot.communityId} and w.member_id = parents.id and w.left_at is null and ${seen(bot, all)}
      ${windowed(sql`coalesce(c.last_message_id, c.id)`, window)}) as q`)
  return cutEach(found, members, window)
}

/** Who is in each of these threads; or who was. */
export async function membersOfConversations(
  bot: Bot,
  conversations: readonly string[],
  former: boolean,
  window: Window,
) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(conversations)} cross join lateral (
      select ${namedColumns(bot)} from conversation_members b
      join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = ${bot.communityId} and b.conversation_id = parents.id and (b.left_at is not null) = ${former}
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, conversations, window)
}

/** The thread of two, made where there is none. */
export async function pairOf(communityId: string, one: string, other: string): Promise<string> {
  const [first, second] = BigInt(one) < BigInt(other) ? [one, other] : [other, one]
  const { id } = await oneRow(sql`
    with made as (
      insert into conversations (community_id, kind, one_id, other_id, made_by) values (${communityId}, 'pair', ${first}, ${second}, ${one})
      on conflict (community_id, one_id, other_id) where kind = 'pair' do update set kind = 'pair' returning community_id, id
    ), seated as (
      insert into conversation_members (community_id, conversation_id, member_id)
      select made.community_id, made.id, m from made, unnest(${[first, second]}::bigint[]) as m
      on conflict (community_id, conversation_id, member_id) do update set left_at = null
    )
    select id from made`)
  return id
}

/** A new thread of several, led by who makes it. */
export async function insertGroupThread(
  communityId: string,
  madeBy: string,
  members: readonly string[],
): Promise<string> {
  const { id } = await oneRow(sql`
    with made as (
      insert into conversations (community_id, kind, made_by) values (${communityId}, 'group', ${madeBy}) returning community_id, id
    ), seated as (
      insert into conversation_members (community_id, conversation_id, member_id, is_admin)
      select made.community_id, made.id, m, m = ${madeBy}::bigint from made, unnest(${[...new Set([madeBy, ...members])]}::bigint[]) as m
    )
    select id from made`)
  return id
}

const oneRow = (query: Sql): Promise<{ id: string }> => one<{ id: string }>(query)

export interface Seat {
  kind: 'pair' | 'group'
  is_admin: boolean
}

/** The member's seat in a thread, which is kept from others until the transaction ends. */
export const lockSeat = (communityId: string, conversationId: string, memberId: string): Promise<Seat | undefined> =>
  maybe<Seat>(sql`
    select c.kind, b.is_admin from conversations c
    join conversation_members b on b.community_id = c.community_id and b.conversation_id = c.id and b.member_id = ${memberId} and b.left_at is null
    where c.community_id = ${communityId} and c.id = ${conversationId} for update of c`)

export const seatMembers = (
  communityId: string,
  conversationId: string,
  members: readonly string[],
): Promise<{ member_id: string }[]> =>
  rows(sql`
    insert into conversation_members (community_id, conversation_id, member_id)
    select ${communityId}, ${conversationId}, m from unnest(${members}::bigint[]) as m
    on conflict (community_id, conversation_id, member_id) do update set left_at = null, joined_at = now() where conversation_members.left_at is not null
    returning member_id`)

export const unseatMembers = (
  communityId: string,
  conversationId: string,
  members: readonly string[],
): Promise<{ member_id: string }[]> =>
  rows(sql`
    update conversation_members set left_at = now()
    where community_id = ${communityId} and conversation_id = ${conversationId} and member_id = any(${members}::bigint[]) and left_at is null
    returning member_id`)

export const setTitle = (communityId: string, conversationId: string, title: string): Promise<number> =>
  run(sql`update conversations set title = ${title} where community_id = ${communityId} and id = ${conversationId}`)

/** Which of these are people who may be written to: active, and within the bot's reach. */
export const writable = (bot: Bot, members: readonly string[]): Promise<{ id: string }[]> =>
  rows(sql`
    select m.id from members m
    where m.community_id = ${bot.communityId} and m.id = any(${members}::bigint[]) and m.kind = 'person' and m.active and ${reachedMember(bot, sql`m`)}`)

export const everybodyIn = (communityId: string, conversationId: string): Promise<{ member_id: string }[]> =>
  rows(sql`
    select member_id from conversation_members
    where community_id = ${communityId} and conversation_id = ${conversationId} and left_at is null`)
