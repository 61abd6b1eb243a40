import type { FileKind } from '../../../contract/api/files.ts'
import { rows, sql } from '../../platform/db.ts'

export type Kind = 'community' | 'group' | 'member' | 'post' | 'comment' | FileKind

/** What numbers name in this community. Whether the caller may know of it is asked when it is read. */
export async function kindsOf(communityId: string, ids: readonly string[]): Promise<Map<string, Kind>> {
  const found = await rows<{ id: string; kind: Kind }>(sql`
    select id, 'community' as kind from communities where id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'group' from groups where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'member' from members where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'post' from posts where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, 'comment' from comments where community_id = ${communityId} and id = any(${ids}::bigint[])
    union all select id, kind from files where community_id = ${communityId} and id = any(${ids}::bigint[]) and deleted_at is null`)
  return new Map(found.map(row => [row.id, row.kind]))
}
