import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from './actor.ts'
import { letsIn } from './lets-in.ts'
import type { GroupFacts } from './rules.ts'

interface AudienceRow {
  id: string
  privacy: Privacy
  archived: boolean
  admins_post: boolean
  approves: boolean
  lets_in: GroupFacts['letsIn']
  members: Record<string, GroupRole> | null
  invited: string[] | null
}

/** What is known about a person and a group; nothing where the group is not there. */
export type FactsFor = (person: Pick<Person, 'memberId' | 'role'>, groupId: string) => GroupFacts | undefined

/**
 * `groupFacts` for many persons of one community at once, for news that goes to all of them. Whether their seats still stand is the
 * caller's to ask, as it asks for each session anyway.
 */
export async function audienceOf(
  communityId: string,
  groupIds: readonly string[],
  memberIds: readonly string[],
): Promise<FactsFor> {
  const found = groupIds.length > 0 ? await readAudience(communityId, groupIds, memberIds) : []
  const groups = new Map(found.map(row => [row.id, { ...row, invited: new Set(row.invited) }]))
  return (person, groupId) => {
    const group = groups.get(groupId)
    return (
      group && {
        privacy: group.privacy,
        archived: group.archived,
        adminsPost: group.admins_post,
        approves: group.approves,
        letsIn: group.lets_in,
        membership: group.members?.[person.memberId] ?? null,
        invited: group.invited.has(person.memberId),
        role: person.role,
        inScope: false,
        permissions: [],
      }
    )
  }
}

const readAudience = (communityId: string, groupIds: readonly string[], memberIds: readonly string[]) =>
  rows<AudienceRow>(sql`
    select g.id, g.privacy, g.archived_at is not null as archived, g.post_permissions = 'ADMIN_ONLY' as admins_post, g.posts_need_approval as approves, ${letsIn(sql`g`)},
      (select jsonb_object_agg(m.member_id, m.role) from memberships m
        where m.community_id = g.community_id and m.group_id = g.id and m.member_id = any(${memberIds}::bigint[])) as members,
      (select jsonb_agg(o.member_id::text) from membership_offers o
        where o.community_id = g.community_id and o.group_id = g.id and o.kind = 'invited' and o.member_id = any(${memberIds}::bigint[])) as invited
    from groups g
    where g.community_id = ${communityId} and g.id = any(${groupIds}::bigint[])`)
