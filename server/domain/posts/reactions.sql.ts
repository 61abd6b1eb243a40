import type { ReactionKind } from '../../../contract/api/posts.ts'
import { rows, sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'
import type { Actor } from '../access/actor.ts'
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

/** What the actor thinks of each of these, by its number; nobody is asked where nobody reacted. */
export async function reactionsOf(
  actor: Actor,
  subjects: readonly { id: string; counts: object | null }[],
): Promise<Readonly<Record<string, ReactionKind>>> {
  const ids = subjects.flatMap(one => (one.counts === null ? [] : one.id))
  if (ids.length === 0) return {}
  const found = await ownReactions({ community_id: actor.communityId, member_id: actor.memberId, ids })
  return found?.kinds ?? {}
}

/** Asked by everyone who opens a group: those who come together share a look-up. */
const ownReactions = readTogether<
  { community_id: string; member_id: string; ids: readonly string[] },
  { n: number; kinds: Record<string, ReactionKind> }
>(
  batch => sql`
    select b.n, jsonb_object_agg(r.subject_id, r.kind) as kinds
    from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, member_id bigint, ids jsonb)
    join reactions r on r.community_id = b.community_id and r.member_id = b.member_id
      and r.subject_id = any(array(select jsonb_array_elements_text(b.ids)::bigint))
    group by b.n`,
)
