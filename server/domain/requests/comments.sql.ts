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
