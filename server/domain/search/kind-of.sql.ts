import type { FileKind } from '../../../contract/api/files.ts'
import { forgetWithDatabase, sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'

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
  | FileKind

/** So many kinds are remembered; the oldest go. A number is given once, whatever the community. */
const most = 50_000
const remembered = new Map<string, { readonly communityId: string; readonly kind: Kind }>()
forgetWithDatabase(() => remembered.clear())

/**
 * What numbers name in this community. Whether the caller may know of it, and whether it is still there, is asked when it is read. A number never names
 * anything else than it once did, so what was found is remembered; what was not may come to be.
 */
export async function kindsOf(communityId: string, ids: readonly string[]): Promise<Map<string, Kind>> {
  const unknown = ids.filter(id => !remembered.has(id))
  if (unknown.length > 0) await learn(communityId, unknown)
  const kinds = new Map<string, Kind>()
  for (const id of ids) {
    const known = remembered.get(id)
    if (known?.communityId === communityId) kinds.set(id, known.kind)
  }
  return kinds
}

async function learn(communityId: string, ids: readonly string[]): Promise<void> {
  const found = await kindOf.all(ids.map(id => ({ community_id: communityId, id })))
  for (const [n, id] of ids.entries()) if (found[n]) remember(id, { communityId, kind: found[n].kind })
}

/** What this number named when it was last asked for, whoever asked; nothing where it is not remembered. */
export const kindRemembered = (id: string): Kind | undefined => remembered.get(id)?.kind

function remember(id: string, known: { communityId: string; kind: Kind }): void {
  const [oldest] = remembered.keys()
  if (remembered.size >= most && oldest !== undefined) remembered.delete(oldest)
  remembered.set(id, known)
}

/** Those that come together share a look-up. */
const kindOf = readTogether<{ community_id: string; id: string }, { n: number; kind: Kind }>(
  batch => sql`
    with asked as materialized (select * from jsonb_to_recordset(${batch}) as a(n int, community_id bigint, id bigint))
    select a.n, 'community' as kind from asked a where a.id = a.community_id
    union all select a.n, 'group' from asked a join groups t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'member' from asked a join members t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'post' from asked a join posts t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'comment' from asked a join comments t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'event' from asked a join calendar_events t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'doc' from asked a join docs t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'category' from asked a join library_categories t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'quick_link' from asked a join quick_links t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'skill' from asked a join skills t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'people_set' from asked a join people_sets t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'survey' from asked a join surveys t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'report' from asked a join reports t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'export' from asked a join exports t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'conversation' from asked a join conversations t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, 'message' from asked a join messages t on t.community_id = a.community_id and t.id = a.id
    union all select a.n, t.kind from asked a join files t on t.community_id = a.community_id and t.id = a.id and t.deleted_at is null`,
)
