import type { MemberRef } from '../../../contract/api/basics.ts'
import { none, one, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { memberNamed } from '../community/member-ref.sql.ts'

export interface CommentRow {
  id: string
  author: MemberRef
  question: boolean
  text: string
  at: Date
}

const columns = sql`c.id, c.question, c.text, c.at,
  ${memberNamed(sql`c.community_id`, sql`c.author_id`)} as author`

export const insertComment = (actor: Person, requestId: string, text: string, question: boolean): Promise<CommentRow> =>
  one<CommentRow>(sql`
    with c as (
      insert into request_comments (community_id, request_id, author_id, text, question)
      values (${actor.communityId}, ${requestId}, ${actor.memberId}, ${text}, ${question}) returning *)
    select ${columns} from c`)

export const commentsPage = (communityId: string, requestId: string, before: string | undefined, limit: number) =>
  rows<CommentRow>(sql`
    select ${columns} from request_comments c
    where c.community_id = ${communityId} and c.request_id = ${requestId} ${before ? sql`and c.id < ${before}::bigint` : none}
    order by c.id desc limit ${limit}`)

/** Of these readers, those who were not mailed of this request within a day; they count as mailed from now on. */
export const claimCommentMails = async (
  communityId: string,
  requestId: string,
  memberIds: readonly string[],
): Promise<string[]> =>
  (
    await rows<{ id: string }>(sql`
      insert into request_comment_mails as m (community_id, request_id, member_id, mailed_at)
      select ${communityId}, ${requestId}, id, now() from unnest(${memberIds}::bigint[]) as id order by id
      on conflict (community_id, request_id, member_id) do update set mailed_at = excluded.mailed_at where m.mailed_at <= now() - interval '1 day'
      returning m.member_id as id`)
  ).map(row => row.id)
