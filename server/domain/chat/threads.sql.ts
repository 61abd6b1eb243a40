/** Threads as the people in them see them. */
import type { MemberRef } from '../../../contract/api/basics.ts'
import { maybe, none, rows, type Sql, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { type Message, messageColumns } from './messages.sql.ts'
import { isStanding } from './standing.sql.ts'

export interface ThreadRow {
  id: string
  title: string | null
  members: MemberRef[]
  snippet: string | null
  at: Date
  unread: boolean
  key: string
}

const mine = (person: Person): Sql => sql`conversations c
  join conversation_members w on w.community_id = c.community_id and w.conversation_id = c.id and w.member_id = ${person.memberId} and w.left_at is null`

/** The messages of the thread that this person finds in it. */
const found = (
  person: Person,
): Sql => sql`from messages x where x.community_id = c.community_id and x.conversation_id = c.id and ${isStanding}
  and not exists (select from message_removals r where r.community_id = x.community_id and r.message_id = x.id and r.member_id = ${person.memberId})`

/** A thread whose every message went with a program is gone as well. */
const holdsAny = sql`(c.last_message_id is null or exists (
  select from messages x where x.community_id = c.community_id and x.conversation_id = c.id and ${isStanding}))`

const columns = (
  person: Person,
): Sql => sql`c.id, c.title, coalesce(c.last_message_at, c.made_at) as at, coalesce(c.last_message_id, c.id) as key,
  exists (select ${found(person)} and x.id > w.read_id) as unread,
  (select case when x.kind = 'message' then left(x.text, 140) end ${found(person)} order by x.id desc limit 1) as snippet,
  coalesce((select jsonb_agg(${memberRef(sql`m`)} order by m.kind, m.id)
    from conversation_members b join members m on m.community_id = b.community_id and m.id = b.member_id
    where b.community_id = c.community_id and b.conversation_id = c.id and b.left_at is null and b.member_id <> ${person.memberId}), '[]') as members`

export const threadsPage = (person: Person, before: string | undefined, limit: number): Promise<ThreadRow[]> =>
  rows<ThreadRow>(sql`
    select ${columns(person)} from ${mine(person)}
    where c.community_id = ${person.communityId} and ${holdsAny} ${before ? sql`and coalesce(c.last_message_id, c.id) < ${before}::bigint` : none}
    order by coalesce(c.last_message_id, c.id) desc limit ${limit}`)

export const threadById = (person: Person, threadId: string): Promise<ThreadRow | undefined> =>
  maybe<ThreadRow>(sql`
    select ${columns(person)} from ${mine(person)} where c.community_id = ${person.communityId} and c.id = ${threadId} and ${holdsAny}`)

export type ThreadMessageRow = Message & { author: MemberRef }

const columnsWithAuthor = sql`${messageColumns},
  ${memberRef(sql`m`)} as author`

/** The reader's copies, newest first; the right to the thread is the caller's to ask. */
export const threadMessages = (
  person: Person,
  threadId: string,
  { before, only, limit }: { before?: string | undefined; only?: string; limit: number },
): Promise<ThreadMessageRow[]> =>
  rows<ThreadMessageRow>(sql`
    select ${columnsWithAuthor} from messages x
    join members m on m.community_id = x.community_id and m.id = x.author_id
    where x.community_id = ${person.communityId} and x.conversation_id = ${threadId}
      ${before ? sql`and x.id < ${before}::bigint` : none} ${only ? sql`and x.id = ${only}` : none}
      and not exists (select from message_removals r where r.community_id = x.community_id and r.message_id = x.id and r.member_id = ${person.memberId})
      and not (x.text = '' and x.content = '{}') and ${isStanding}
    order by x.id desc limit ${limit}`)

/** Answers the last message where it was new to them, and somebody else’s. */
export const markThreadRead = (person: Person, threadId: string): Promise<{ id: string } | undefined> =>
  maybe(sql`
    with marked as (
    update conversation_members w set read_id = c.last_message_id from conversations c
    where w.community_id = ${person.communityId} and w.conversation_id = ${threadId} and w.member_id = ${person.memberId}
      and c.community_id = w.community_id and c.id = w.conversation_id and c.last_message_id > w.read_id
      returning w.community_id, w.read_id)
    select x.id from marked join messages x on x.community_id = marked.community_id and x.id = marked.read_id
    where x.author_id <> ${person.memberId} and x.kind = 'message'`)
