import { none, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { namedColumns, type Profile } from '../community/profiles.sql.ts'
import { type FileRow, filesNamed } from '../files/files.sql.ts'
import { conversationsById } from './conversations.sql.ts'
import { isStanding } from './standing.sql.ts'

export interface Message {
  id: string
  conversation_id: string
  author_id: string
  kind: 'message' | 'notice'
  text: string
  content: MessageContent
  /** The file it carries, a list of at most one. */
  files: FileRow[] | null
  created_at: Date
}

/** What was sent beside words, as the program said it. */
export interface MessageContent {
  readonly attachment?: unknown
  readonly quick_replies?: unknown
  readonly metadata?: string
}

export const messageColumns = sql`x.id, x.conversation_id, x.author_id, x.kind, x.text, x.content, x.created_at,
  ${filesNamed(sql`jsonb_build_array(x.file_id)`, sql`x.community_id`)} as files`

export interface MessagesAsked {
  /** Whose copy is read: what they took away is not there. */
  readonly asMember: string | undefined
  /** Only what somebody wrote. */
  readonly written: boolean
  readonly since: Date | undefined
  readonly until: Date | undefined
}

const kept = ({ asMember, written, since, until }: MessagesAsked): Sql => sql`
  ${written ? sql`and x.kind = 'message'` : none} ${since ? sql`and x.created_at >= ${since}` : none} ${until ? sql`and x.created_at <= ${until}` : none}
  ${asMember ? sql`and not exists (select from message_removals r where r.community_id = x.community_id and r.message_id = x.id and r.member_id = ${asMember})` : none}
  and not (x.text = '' and x.content = '{}' and x.kind = 'message') and ${isStanding}`

/** Messages of each of these threads, the newest first. Whoever may read the threads is the caller's to ask. */
export async function messagesIn(bot: Bot, conversations: readonly string[], asked: MessagesAsked, window: Window) {
  const found = await rows<Message & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(conversations)} cross join lateral (
      select ${messageColumns} from messages x
      where x.community_id = ${bot.communityId} and x.conversation_id = parents.id ${kept(asked)}
      ${windowed(sql`x.id`, window)}) as q`)
  return cutEach(found, conversations, window)
}

/** Those of these that stand in threads the bot may read. */
export async function messagesById(bot: Bot, ids: readonly string[], all: boolean): Promise<Message[]> {
  const found = await rows<Message>(
    sql`select ${messageColumns} from messages x where x.community_id = ${bot.communityId} and x.id = any(${ids}::bigint[]) and ${isStanding}`,
  )
  const threads = await conversationsById(bot, [...new Set(found.map(row => row.conversation_id))], all)
  const readable = new Set(threads.map(thread => thread.id))
  return found.filter(row => readable.has(row.conversation_id))
}

/** Everybody in the thread of each of these messages but who wrote it. */
export async function addresseesOf(bot: Bot, messages: readonly string[], window: Window) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(messages)}
    join messages x on x.community_id = ${bot.communityId} and x.id = parents.id
    cross join lateral (
      select ${namedColumns(bot)} from conversation_members b
      join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = ${bot.communityId} and b.conversation_id = x.conversation_id and b.member_id <> x.author_id and b.left_at is null
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, messages, window)
}

export interface NewMessage {
  readonly communityId: string
  readonly conversationId: string
  readonly authorId: string
  readonly kind: 'message' | 'notice'
  readonly text: string
  readonly content: MessageContent
  readonly installationId: string | null
  readonly fileId?: string | undefined
}

export const insertMessage = (made: NewMessage): Promise<{ id: string }> =>
  one<{ id: string }>(sql`
    with made as (
      insert into messages (community_id, conversation_id, author_id, kind, text, content, installation_id, file_id)
      values (${made.communityId}, ${made.conversationId}, ${made.authorId}, ${made.kind}, ${made.text}, ${JSON.stringify(made.content)}::jsonb,
        ${made.installationId}, ${made.fileId ?? null}) returning community_id, conversation_id, id, created_at
    ), moved as (
      update conversations c set last_message_id = made.id, last_message_at = made.created_at from made
      where c.community_id = made.community_id and c.id = made.conversation_id
    )
    select id from made`)

/** Takes one member's copy away; answers whether there was one. */
export const removeCopy = (communityId: string, messageId: string, memberId: string): Promise<number> =>
  run(sql`
    insert into message_removals (community_id, message_id, member_id)
    select x.community_id, x.id, b.member_id from messages x
    join conversation_members b on b.community_id = x.community_id and b.conversation_id = x.conversation_id and b.member_id = ${memberId}
    where x.community_id = ${communityId} and x.id = ${messageId} and ${isStanding}
    on conflict do nothing`)

/** What nobody has a copy of any more is gone. */
export const forgetMessage = (communityId: string, messageId: string): Promise<number> =>
  run(sql`
    update messages x set text = '', content = '{}', file_id = null where x.community_id = ${communityId} and x.id = ${messageId} and not exists (
      select from conversation_members b
      where b.community_id = x.community_id and b.conversation_id = x.conversation_id and b.left_at is null and not exists (
        select from message_removals r where r.community_id = x.community_id and r.message_id = x.id and r.member_id = b.member_id))`)
