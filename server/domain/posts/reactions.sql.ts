import type { ReactionKind } from '../../../contract/api/posts.ts'
import { rows, sql } from '../../platform/db.ts'
import { countsOf } from './posts.sql.ts'

/** How these posts and comments are reacted to now; what was deleted is absent. */
export const countsNow = (communityId: string, ids: readonly string[]) =>
  rows<{ id: string; counts: Record<string, number> | null }>(sql`
    select s.id, ${countsOf(sql`s.id`, sql`${communityId}::bigint`)} as counts from (
      select id from posts where community_id = ${communityId} and id = any(${ids}::bigint[]) and deleted_at is null
      union all
      select c.id from comments c
      join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
      where c.community_id = ${communityId} and c.id = any(${ids}::bigint[]) and c.deleted_at is null) as s`)

/** What each of these members thinks of each of these posts and comments. */
export const reactionsBy = async (communityId: string, subjectIds: readonly string[], memberIds: readonly string[]) =>
  subjectIds.length === 0
    ? []
    : rows<{ subject_id: string; member_id: string; kind: ReactionKind }>(sql`
        select subject_id, member_id, kind from reactions
        where community_id = ${communityId} and subject_id = any(${subjectIds}::bigint[]) and member_id = any(${memberIds}::bigint[])`)
