/** Finding posts, people and groups: never more than the searcher may see anyway. What notices say is not searched, since it is not everybody's. */
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { Group } from '../../../contract/api/groups.ts'
import type { FoundPost } from '../../../contract/api/search.ts'
import { readIdCursor, readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { listGroups } from '../groups/list-groups.ts'
import { readablePosts } from '../posts/posts.sql.ts'
import { presentPost } from '../posts/present-post.ts'
import { readerOf } from '../posts/reader-of.ts'
import { excerptOf } from './excerpt.ts'

export interface SearchAsked {
  readonly search: string
  readonly groupId?: string | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Posts whose words or whose comments' words match, newest first. */
export async function searchPosts(
  actor: Person,
  asked: SearchAsked,
): Promise<{ items: FoundPost[]; next: string | null }> {
  const limit = asked.limit ?? 25
  const found = await matchingPosts(actor, asked, limit + 1)
  const page = found.slice(0, limit)
  const posts = new Map(
    (
      await readablePosts(
        actor,
        page.map(row => row.id),
      )
    ).map(row => [row.id, row]),
  )
  const reader = readerOf(actor)
  const last = page.at(-1)
  return {
    items: page.flatMap(row => {
      const post = posts.get(row.id)
      return post ? [{ post: presentPost(post, reader), excerpt: excerptOf(row.text, asked.search) }] : []
    }),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

function matchingPosts(actor: Person, asked: SearchAsked, limit: number): Promise<{ id: string; text: string }[]> {
  const before = readIdCursor(asked.after)
  const inGroup = asked.groupId ? sql`and p.group_id = ${asked.groupId}` : none
  return rows(sql`
    with q as (select search_query(${asked.search}) as query), hits as (
      select p.id, p.text, 0 as rank from posts p, q
      where p.community_id = ${actor.communityId} and p.deleted_at is null and not p.is_notice and p.search @@ q.query ${inGroup}
      union all
      select p.id, c.text, c.id as rank from comments c
      join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null ${inGroup}, q
      where c.community_id = ${actor.communityId} and c.deleted_at is null and c.search @@ q.query
    )
    select distinct on (h.id) h.id, h.text
    from hits h
    join posts p on p.community_id = ${actor.communityId} and p.id = h.id
    join groups g on g.community_id = p.community_id and g.id = p.group_id and ${visible(actor, 'group.read', sql`g`)}
    where true ${before ? sql`and h.id < ${before}::bigint` : none}
    order by h.id desc, h.rank limit ${limit}`)
}

/** People by name, title or department, by the beginning of words. */
export async function searchPeople(
  actor: Person,
  asked: SearchAsked,
): Promise<{ items: MemberRef[]; next: string | null }> {
  const limit = asked.limit ?? 25
  const after = readSortCursor(asked.after)
  const words = asked.search.replace(/[\\%_]/g, '\\$&')
  const found = await rows<MemberRef & { sort: string }>(sql`
    select m.id, m.name, m.kind, m.picture, m.title, lower(unaccent(m.name)) as sort from members m
    where m.community_id = ${actor.communityId} and m.active and m.kind = 'person'
      and unaccent(m.name || ' ' || coalesce(m.title, '') || ' ' || coalesce(m.department, '')) ilike unaccent(${`%${words}%`})
      ${after ? sql`and (lower(unaccent(m.name)), m.id) > (${after.sort}, ${after.id}::bigint)` : none}
    order by lower(unaccent(m.name)), m.id limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ sort: _, ...member }) => member),
    next: found.length > limit && last ? writeCursor(last.sort, last.id) : null,
  }
}

export const searchGroups = (actor: Person, asked: SearchAsked): Promise<{ items: Group[]; next: string | null }> =>
  listGroups(actor, { of: 'all', search: asked.search, after: asked.after, limit: asked.limit })
