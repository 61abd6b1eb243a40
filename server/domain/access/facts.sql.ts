import { sql } from '../../platform/db.ts'
import { readTogether } from '../../platform/together.ts'
import type { Actor } from './actor.ts'
import { letsIn } from './lets-in.ts'
import { heldNow, reaches } from './reaches.ts'
import type { GroupFacts } from './rules.ts'

interface FactsRow {
  id: string
  privacy: GroupFacts['privacy']
  archived: boolean
  admins_post: boolean
  approves: boolean
  lets_in: GroupFacts['letsIn']
  membership: GroupFacts['membership']
  invited: boolean
  in_scope: boolean
  permissions: string[] | null
  active: boolean
}

/** Facts about the actor in each of these groups; a group that is not there, and any for an actor whose seat is gone, is absent. */
export async function groupFacts(actor: Actor, groupIds: readonly string[]): Promise<Map<string, GroupFacts>> {
  const found = await (actor.kind === 'person'
    ? personFacts(actor.communityId, actor.memberId, groupIds)
    : botFacts(actor.communityId, actor.installationId, groupIds))
  const role = actor.kind === 'person' ? actor.role : null
  return new Map(
    found
      .filter(row => row.active)
      .map(row => [
        row.id,
        {
          privacy: row.privacy,
          archived: row.archived,
          adminsPost: row.admins_post,
          approves: row.approves,
          letsIn: row.lets_in,
          membership: row.membership,
          invited: row.invited,
          role,
          inScope: row.in_scope,
          permissions: row.permissions ?? [],
        },
      ]),
  )
}

async function personFacts(communityId: string, memberId: string, groupIds: readonly string[]): Promise<FactsRow[]> {
  const asked = groupIds.map(group_id => ({ community_id: communityId, member_id: memberId, group_id }))
  return (await readPersonFacts.all(asked)).filter(row => row !== undefined)
}

async function botFacts(communityId: string, installationId: string, groupIds: readonly string[]): Promise<FactsRow[]> {
  const asked = groupIds.map(group_id => ({ community_id: communityId, installation_id: installationId, group_id }))
  return (await readBotFacts.all(asked)).filter(row => row !== undefined)
}

const ofGroup = sql`b.n, g.id, g.privacy, g.archived_at is not null as archived, g.post_permissions = 'ADMIN_ONLY' as admins_post,
  g.posts_need_approval as approves, ${letsIn(sql`g`)}`

/** Asked by nearly every request. */
const readPersonFacts = readTogether<
  Record<'community_id' | 'member_id' | 'group_id', string>,
  FactsRow & { n: number }
>(
  batch => sql`
    select ${ofGroup}, m.role as membership, coalesce(o.kind = 'invited', false) as invited, false as in_scope, null as permissions, p.active
    from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, member_id bigint, group_id bigint)
    join groups g on g.community_id = b.community_id and g.id = b.group_id
    join members p on p.community_id = g.community_id and p.id = b.member_id
    left join memberships m on m.community_id = g.community_id and m.group_id = g.id and m.member_id = p.id
    left join membership_offers o on o.community_id = g.community_id and o.group_id = g.id and o.member_id = p.id`,
)

/** By nearly every post of a program. */
const readBotFacts = readTogether<
  Record<'community_id' | 'installation_id' | 'group_id', string>,
  FactsRow & { n: number }
>(
  batch => sql`
    select ${ofGroup}, null as membership, false as invited, ${reaches(sql`i`, sql`r`, sql`g.id`)} as in_scope,
      ${heldNow(sql`r`)} as permissions, true as active
    from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, installation_id bigint, group_id bigint)
    join groups g on g.community_id = b.community_id and g.id = b.group_id
    join installations i on i.community_id = b.community_id and i.id = b.installation_id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null`,
)
