import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, none, rows, sql } from '../../platform/db.ts'
import { type FileRow, filesNamed } from '../files/files.sql.ts'
import { type AuthorColumns, authorColumns } from './posts.sql.ts'

export interface WaitingRow extends AuthorColumns {
  id: string
  group_id: string
  text: string
  hidden_links: string[]
  files: FileRow[] | null
  idempotency_key: string | null
  sent_at: Date
}

const columns = sql`w.id, w.group_id, w.text, w.hidden_links, ${filesNamed(sql`to_jsonb(w.files)`, sql`w.community_id`)} as files, w.idempotency_key, w.sent_at, ${authorColumns}`
const tables = sql`waiting_posts w join members a on a.community_id = w.community_id and a.id = w.author_id`

export interface NewWaiting {
  readonly communityId: string
  readonly groupId: string
  readonly authorId: string
  readonly text: string
  readonly hiddenLinks: readonly string[]
  readonly files: readonly string[]
  readonly idempotencyKey: string | null
}

/** Its number; nothing where the same key was there before. */
export const insertWaiting = (made: NewWaiting): Promise<{ id: string } | undefined> =>
  maybe<{ id: string }>(sql`
    insert into waiting_posts (community_id, group_id, author_id, text, hidden_links, files, idempotency_key)
    values (${made.communityId}, ${made.groupId}, ${made.authorId}, ${made.text}, ${made.hiddenLinks}::text[], ${made.files}::bigint[], ${made.idempotencyKey})
    on conflict do nothing returning id`)

export const waitingByKey = (communityId: string, authorId: string, key: string): Promise<WaitingRow | undefined> =>
  maybe<WaitingRow>(sql`
    select ${columns} from ${tables} where w.community_id = ${communityId} and w.author_id = ${authorId} and w.idempotency_key = ${key}`)

export const waitingById = (communityId: string, groupId: string, id: string): Promise<WaitingRow | undefined> =>
  maybe<WaitingRow>(sql`
    select ${columns} from ${tables} where w.community_id = ${communityId} and w.group_id = ${groupId} and w.id = ${id}`)

export interface WaitingQuery {
  readonly groupId: string
  /** Only of this author. */
  readonly authorId: string | undefined
  readonly after: string | undefined
  readonly limit: number
}

export const waitingPage = (communityId: string, query: WaitingQuery): Promise<WaitingRow[]> =>
  rows<WaitingRow>(sql`
    select ${columns} from ${tables}
    where w.community_id = ${communityId} and w.group_id = ${query.groupId}
      ${query.authorId ? sql`and w.author_id = ${query.authorId}` : none} ${query.after ? sql`and w.id > ${query.after}::bigint` : none}
    order by w.id limit ${query.limit}`)

/** Taken out, so that nobody else settles it: nothing where somebody did. */
export const takeWaiting = (communityId: string, groupId: string, id: string): Promise<{ id: string } | undefined> =>
  maybe<{ id: string }>(
    sql`delete from waiting_posts where community_id = ${communityId} and group_id = ${groupId} and id = ${id} returning id`,
  )

/** Whoever keeps order in the group and is told that something waits. */
export const keepersOf = async (communityId: string, groupId: string): Promise<string[]> =>
  (
    await rows<{ member_id: string }>(sql`
      select m.member_id from memberships m join members p on p.community_id = m.community_id and p.id = m.member_id and p.active
      where m.community_id = ${communityId} and m.group_id = ${groupId} and m.role in ('moderator', 'admin')`)
  ).map(row => row.member_id)

/** The author's seat as it is now; nothing where it was taken away. */
export const seatOf = (
  communityId: string,
  memberId: string,
): Promise<{ account_id: string | null; role: CommunityRole; language: string | null } | undefined> =>
  maybe(sql`
    select account_id, role, language from members where community_id = ${communityId} and id = ${memberId} and active and kind = 'person'`)
