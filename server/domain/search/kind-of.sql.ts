import { rows, sql } from '../../platform/db.ts'

export type Kind =
  | 'community'
  | 'group'
  | 'member'
  | 'post'
  | 'comment'
  | 'event'
  | 'doc'
  | 'category'
  | 'quick_link'
  | 'skill'
  | 'people_set'
  | 'survey'
  | 'report'
  | 'export'
  | 'conversation'
  | 'message'

/** What numbers name in this community. Whether the caller may know of it is asked when it is read. */
export async function kindsOf(communityId: string, ids: readonly string[]): Promise<Map<string, Kind>> {
  const found = await rows<{ id: string; kind: Kind }>(sql`
    select id, 'community' as kind from communities where id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'group' from groups where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'member' from members where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'post' from posts where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'comment' from comments where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'event' from calendar_events where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'doc' from docs where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'category' from library_categories where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'quick_link' from quick_links where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'skill' from skills where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'people_set' from people_sets where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'survey' from surveys where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'report' from reports where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'export' from exports where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'conversation' from conversations where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'message' from messages where community_id = ${communityId} and id = any(${ids}::bigint[])`)
  return new Map(found.map(row => [row.id, row.kind]))
}
