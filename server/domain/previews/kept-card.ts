import type { Preview } from '../../../contract/api/previews.ts'
import { sql } from '../../platform/db.ts'
import { together } from '../../platform/together.ts'
import type { Person } from '../access/actor.ts'
import { reaches } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { claimBy, type InstalledService } from './claim.ts'
import { everyone, type KeptRow, openKept } from './kept-previews.ts'
import { presentOutcome, sourceOf } from './present-preview.ts'

export interface KeptCard {
  readonly groupId: string
  readonly preview: Preview
}

/**
 * The card of the link at this place that is kept for this viewer, or for everyone. Whether they may read the post, whether the scope of this moment
 * reaches its group, and what is kept is asked in one statement, shared by all who ask at the same time: this is what scrolling through a feed asks.
 */
export async function keptCard(actor: Person, subjectId: string, place: string): Promise<KeptCard | undefined> {
  if (!/^\d{1,3}$/.test(place)) return undefined
  const row = await read({
    ...{ community_id: actor.communityId, member_id: actor.memberId, subject_id: subjectId, place },
  })
  const claim = row && claimBy(row, new URL(row.url))
  // What events told since is asked for in its own turn.
  if (!claim || claim.listed.connector.links?.heed) return undefined
  const found = openKept({ communityId: actor.communityId, installationId: row.id, url: row.url }, row)
  if (found.outcome.state !== 'shown' && found.outcome.state !== 'limited') return undefined
  const source = sourceOf(claim.listed, row, actor.language)
  return {
    groupId: row.group_id,
    preview: presentOutcome(claim, actor.language, source, found, { account: null, mayAct: row.may_act }),
  }
}

interface Row extends KeptRow, InstalledService {
  n: number
  group_id: string
  url: string
  may_act: boolean
}

const viewer = { kind: 'person', communityId: sql`b.community_id`, memberId: sql`b.member_id` } as const

const read = together<Record<'community_id' | 'member_id' | 'subject_id' | 'place', string>, Row>(
  batch => sql`
    select b.n, found.* from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, member_id bigint, subject_id bigint, place int)
    cross join lateral (
      select s.group_id, s.link ->> 'url' as url, i.id, i.integration_id, i.settings, i.credentials, i.connection, k.viewer_id, k.outcome, k.fetched_at,
        'act_for_members' = any(r.permissions) as may_act
      from (
        select p.group_id, p.links -> b.place as link from posts p
        where p.community_id = b.community_id and p.id = b.subject_id and p.deleted_at is null
        union all
        select c.group_id, c.links -> b.place from comments c
        join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
        where c.community_id = b.community_id and c.id = b.subject_id and c.deleted_at is null
      ) s
      join groups g on g.community_id = b.community_id and g.id = s.group_id
      join link_previews k on k.community_id = b.community_id and k.url_hash = sha256(convert_to(s.link ->> 'url', 'UTF8'))
        and k.viewer_id in (b.member_id, ${everyone}::bigint) and k.expires_at > now()
      join installations i on i.community_id = b.community_id and i.id = k.installation_id
      join grants r on r.community_id = i.community_id and r.installation_id = i.id and 'preview_links' = any(r.permissions)
      where not (s.link ->> 'hidden')::boolean and ${visible(viewer, 'group.read', sql`g`)} and ${reaches(sql`i`, sql`r`, sql`s.group_id`)}
      order by i.id, k.viewer_id desc
      limit 1
    ) as found`,
)
