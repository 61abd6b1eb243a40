import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import { maybe, none, rows, run, type Sql, sql } from '../../platform/db.ts'
import { type FileRow, filesOn } from '../files/files.sql.ts'
import { type AuthorColumns, authorColumns, countsOf, type StoredLink } from './posts.sql.ts'

export interface CommentRow extends AuthorColumns {
  id: string
  post_id: string
  group_id: string
  parent_id: string | null
  text: string
  format: string
  links: StoredLink[]
  files: FileRow[] | null
  created_at: Date
  edited_at: Date | null
  deleted_at: Date | null
  group_archived: boolean
  group_privacy: Privacy
  counts: Record<string, number> | null
  mine: ReactionKind | null
  my_role: GroupRole | null
}

const columns = (reader: string): Sql => sql`
  c.id, c.post_id, c.group_id, c.parent_id, c.text, c.format, c.links, ${filesOn(sql`c.id`, sql`c.community_id`)} as files, c.created_at, c.edited_at, c.deleted_at,
  g.archived_at is not null as group_archived, g.privacy as group_privacy, ${authorColumns}, ${countsOf(sql`c.id`, sql`c.community_id`)} as counts,
  (select r.kind from reactions r where r.community_id = c.community_id and r.subject_id = c.id and r.member_id = ${reader}) as mine,
  (select m.role from memberships m where m.community_id = c.community_id and m.group_id = c.group_id and m.member_id = ${reader}) as my_role`

const tables = sql`comments c
  join groups g on g.community_id = c.community_id and g.id = c.group_id
  join members a on a.community_id = c.community_id and a.id = c.author_id`

/** A deleted comment stays in the list while replies hang on it. */
const shown = sql`(c.deleted_at is null or exists (select from comments r
  where r.community_id = c.community_id and r.post_id = c.post_id and r.parent_id = c.id and r.deleted_at is null))`

/** Comments of a post, oldest first. The reader's right to the post is the caller's to check. */
export const commentsPage = (
  communityId: string,
  postId: string,
  reader: string,
  after: string | undefined,
  limit: number,
): Promise<CommentRow[]> =>
  rows<CommentRow>(sql`
    select ${columns(reader)} from ${tables}
    where c.community_id = ${communityId} and c.post_id = ${postId} and ${shown} ${after ? sql`and c.id > ${after}::bigint` : none}
    order by c.id limit ${limit}`)

export const commentById = (communityId: string, commentId: string, reader: string): Promise<CommentRow | undefined> =>
  maybe<CommentRow>(sql`
    select ${columns(reader)} from ${tables} where c.community_id = ${communityId} and c.id = ${commentId}`)

/** Comments for the live stream: nobody's in particular. */
export const commentsForAll = (communityId: string, ids: readonly string[]): Promise<CommentRow[]> =>
  rows<CommentRow>(sql`
    select ${columns('0')} from ${tables}
    join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
    where c.community_id = ${communityId} and c.id = any(${ids}::bigint[]) and c.deleted_at is null`)

export interface CommentPlace {
  post_id: string
  group_id: string
  parent_id: string | null
  author_id: string
  text: string
  links: StoredLink[]
  /** How many files hang on it. */
  file_count: number
  deleted_at: Date | null
  deleted_by: string | null
}

export const lockComment = (communityId: string, commentId: string): Promise<CommentPlace | undefined> =>
  maybe<CommentPlace>(sql`
    select post_id, group_id, parent_id, author_id, text, links, deleted_at, deleted_by,
      (select count(*)::int from attachments t where t.community_id = comments.community_id and t.subject_id = comments.id) as file_count
    from comments
    where community_id = ${communityId} and id = ${commentId} for update`)

export const updateComment = (
  communityId: string,
  commentId: string,
  text: string,
  links: readonly StoredLink[],
): Promise<number> =>
  run(sql`
    update comments set text = ${text}, links = ${JSON.stringify(links)}::jsonb, edited_at = now()
    where community_id = ${communityId} and id = ${commentId}`)

export const setCommentLinks = (
  communityId: string,
  commentId: string,
  links: readonly StoredLink[],
): Promise<number> =>
  run(
    sql`update comments set links = ${JSON.stringify(links)}::jsonb where community_id = ${communityId} and id = ${commentId}`,
  )

/** `by` null brings it back. */
export const setCommentDeleted = (communityId: string, commentId: string, by: string | null): Promise<number> =>
  run(sql`
    update comments set deleted_at = case when ${by}::bigint is not null then now() end, deleted_by = ${by}::bigint
    where community_id = ${communityId} and id = ${commentId}`)
