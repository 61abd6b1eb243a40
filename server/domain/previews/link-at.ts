import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import type { Preview } from '../../../contract/api/previews.ts'
import { sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'
import type { Person } from '../access/actor.ts'
import { holds, reaches } from '../access/reaches.ts'
import type { GroupFacts } from '../access/rules.ts'
import { visible } from '../access/visible.ts'
import { factsOf } from '../posts/present-post.ts'
import { readerOf } from '../posts/reader-of.ts'
import { claimBy, type InstalledService } from './claim.ts'
import { everyone, type KeptRow, openKept } from './kept-previews.ts'
import { presentOutcome, sourceOf } from './present-preview.ts'

/** A link of a post or comment that the viewer may read. */
export interface LinkPlace {
  readonly groupId: string
  readonly url: string
  readonly hidden: boolean
  /** About the viewer in this group. */
  readonly facts: GroupFacts
  /** Its card as it is kept for this viewer, or for everyone; nothing where none is, or none may be shown. */
  readonly preview: Preview | undefined
}

/**
 * The link at this place with the card that is kept of it. Whether the viewer may read the post, whether the scope of this moment reaches its group, and
 * what is kept is asked in one statement, shared by all who ask at the same time: this is what scrolling through a feed asks.
 */
export async function linkAt(actor: Person, subjectId: string, place: string): Promise<LinkPlace | undefined> {
  if (!/^\d{1,3}$/.test(place)) return undefined
  const row = await read({
    ...{ community_id: actor.communityId, member_id: actor.memberId, subject_id: subjectId, place },
  })
  if (!row?.url) return undefined
  const { group_id: groupId, url, hidden } = row
  return {
    groupId,
    url,
    hidden,
    facts: factsOf(row, readerOf(actor)),
    preview: hidden ? undefined : cardOf(actor, row),
  }
}

function cardOf(actor: Person, row: Row): Preview | undefined {
  if (!isKept(row)) return undefined
  const claim = claimBy(row, new URL(row.url))
  // What events told since is asked for in its own turn.
  if (!claim || claim.listed.connector.links?.heed) return undefined
  const found = openKept({ communityId: actor.communityId, installationId: row.id, url: row.url }, row)
  if (found.outcome.state !== 'shown' && found.outcome.state !== 'limited') return undefined
  const source = sourceOf(claim.listed, row, actor.language)
  return presentOutcome(claim, actor.language, source, found, { account: null, mayAct: row.may_act })
}

const isKept = (row: Row): row is Row & Kept => row.id !== null

type Row = {
  n: number
  group_id: string
  group_privacy: Privacy
  group_archived: boolean
  my_role: GroupRole | null
  url: string
  hidden: boolean
} & (Kept | { id: null })

/** What is kept, and may it be acted on in the viewer's name? */
type Kept = InstalledService & KeptRow & { may_act: boolean }

const viewer = { kind: 'person', communityId: sql`b.community_id`, memberId: sql`b.member_id` } as const

const read = readTogether<Record<'community_id' | 'member_id' | 'subject_id' | 'place', string>, Row>(
  batch => sql`
    select b.n, s.group_id, g.privacy as group_privacy, g.archived_at is not null as group_archived, m.role as my_role, s.link ->> 'url' as url,
      (s.link ->> 'hidden')::boolean as hidden, found.*
    from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, member_id bigint, subject_id bigint, place int)
    cross join lateral (
      select p.group_id, p.links -> b.place as link from posts p
      where p.community_id = b.community_id and p.id = b.subject_id and p.deleted_at is null
      union all
      select c.group_id, c.links -> b.place from comments c
      join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
      where c.community_id = b.community_id and c.id = b.subject_id and c.deleted_at is null
    ) as s
    join groups g on g.community_id = b.community_id and g.id = s.group_id
    left join memberships m on m.community_id = b.community_id and m.group_id = g.id and m.member_id = b.member_id
    left join lateral (
      select i.id, i.integration_id, i.settings, i.credentials, i.connection, k.viewer_id, k.outcome, k.fetched_at,
        ${holds(sql`r`, sql`'act_for_members'`)} as may_act
      from link_previews k
      join installations i on i.community_id = b.community_id and i.id = k.installation_id
      join grants r on r.community_id = i.community_id and r.installation_id = i.id and ${holds(sql`r`, sql`'preview_links'`)}
      where k.community_id = b.community_id and k.url_hash = sha256(convert_to(s.link ->> 'url', 'UTF8'))
        and k.viewer_id in (b.member_id, ${everyone}::bigint) and k.expires_at > now() and ${reaches(sql`i`, sql`r`, sql`s.group_id`)}
      order by i.id, k.viewer_id desc
      limit 1
    ) as found on true
    where ${visible(viewer, 'group.read', sql`g`)}`,
)
