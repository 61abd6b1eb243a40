import { sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { readTogether } from '../../platform/together.ts'
import type { Actor } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import type { StoredLink } from './posts.sql.ts'

export interface Subject {
  readonly group_id: string
  readonly author_id: string
  readonly post_id: string
  readonly links: readonly StoredLink[]
}

/** Where a post or comment stands that the actor may read, or answer to; else it is not there. */
export async function readableSubject(
  actor: Actor,
  subjectId: string,
  action: 'group.read' | 'group.comment' | 'group.report' = 'group.read',
): Promise<Subject> {
  const subject = await read({ community_id: actor.communityId, id: subjectId })
  if (!subject) throw new Refusal('not_found')
  await demandInside(actor, action, subject.group_id)
  return subject
}

const read = readTogether<Record<'community_id' | 'id', string>, Subject & { n: number }>(
  batch => sql`
    with asked as materialized (select * from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, id bigint))
    select b.n, p.group_id, p.author_id, p.id as post_id, p.links
    from asked b join posts p on p.community_id = b.community_id and p.id = b.id and p.deleted_at is null
    union all
    select b.n, c.group_id, c.author_id, c.post_id, c.links
    from asked b
    join comments c on c.community_id = b.community_id and c.id = b.id and c.deleted_at is null
    join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null`,
)
