import type { Static } from 'typebox'
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { Profile } from '../../../contract/api/people.ts'
import type { PermissionId } from '../../../contract/permissions.ts'
import { maybe, none, rows, type Sql, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { holds, reaches } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { like } from './people.sql.ts'

/** Anybody's page in the community: who is this, and in which of the groups that the reader may see. */
export async function getProfile(actor: Person, memberId: string): Promise<Static<typeof Profile>> {
  const member = await maybe<MemberRef & { department: string | null; active: boolean }>(sql`
    select id, name, kind, picture, title, department, active from members
    where community_id = ${actor.communityId} and id = ${memberId} and removed_at is null`)
  if (!member) throw new Refusal('not_found')
  const groups = await rows<{ id: string; name: string; cover: string }>(sql`
    select g.id, g.name, g.cover from groups g
    where g.community_id = ${actor.communityId} and g.archived_at is null and ${visible(actor, 'group.see', sql`g`)} and ${
      member.kind === 'bot' ? reachedBy(sql`${memberId}::bigint`, sql`g.community_id`, sql`g.id`) : belongsTo(memberId)
    }
    order by lower(unaccent(g.name)), g.id limit 100`)
  return { ...member, groups }
}

const belongsTo = (memberId: string): Sql => sql`exists (
  select from memberships m where m.community_id = g.community_id and m.group_id = g.id and m.member_id = ${memberId})`

/** A bot belongs to no group: it is where its grant reaches, with this permission where one is named. */
const reachedBy = (botId: Sql, communityId: Sql, groupId: Sql, permission?: PermissionId): Sql => sql`exists (
  select from installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id
  where i.community_id = ${communityId} and i.bot_id = ${botId} and ${reaches(sql`i`, sql`r`, groupId)}
    ${permission ? sql`and ${holds(sql`r`, permission)}` : none})`

/** Completes a mention: people by the beginning of a word of their name; in a group, only those who may read in it, and bots that hear there of being mentioned. */
export async function suggestMembers(
  actor: Person,
  search: string,
  groupId: string | undefined,
  limit = 8,
): Promise<MemberRef[]> {
  const facts = groupId ? await demand(actor, 'group.read', groupId) : undefined
  const reads =
    groupId && facts?.privacy !== 'open'
      ? sql`and exists (select from memberships s
    where s.community_id = m.community_id and s.group_id = ${groupId} and s.member_id = m.id)`
      : none
  const bots = groupId
    ? sql`or (m.kind = 'bot' and ${reachedBy(sql`m.id`, sql`m.community_id`, sql`${groupId}::bigint`, 'mention')})`
    : none
  return rows<MemberRef>(sql`
    select m.id, m.name, m.kind, m.picture, m.title from members m
    where m.community_id = ${actor.communityId} and m.active and ((m.kind = 'person' ${reads}) ${bots})
      and (unaccent(m.name) ilike unaccent(${like(search).slice(1)}) or unaccent(m.name) ilike unaccent(${`% ${like(search).slice(1)}`}))
    order by lower(unaccent(m.name)), m.id limit ${limit}`)
}
