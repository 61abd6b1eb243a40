import type { Static } from 'typebox'
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { Profile } from '../../../contract/api/people.ts'
import { maybe, none, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { visible } from '../access/visible.ts'
import { like } from './people.sql.ts'

/** Anybody's page in the community: who is this, and in which of the groups that the reader may see. */
export async function getProfile(actor: Person, memberId: string): Promise<Static<typeof Profile>> {
  const member = await maybe<MemberRef & { department: string | null; active: boolean }>(sql`
    select id, name, kind, picture, title, department, active from members
    where community_id = ${actor.communityId} and id = ${memberId}`)
  if (!member) throw new Refusal('not_found')
  const groups = await rows<{ id: string; name: string; cover: string }>(sql`
    select g.id, g.name, g.cover from memberships m
    join groups g on g.community_id = m.community_id and g.id = m.group_id and g.archived_at is null
    where m.community_id = ${actor.communityId} and m.member_id = ${memberId} and ${visible(actor, 'group.see', sql`g`)}
    order by lower(unaccent(g.name)), g.id limit 100`)
  return { ...member, groups }
}

/** Completes a mention: people by the beginning of a word of their name; in a group, only those who may read in it. */
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
  return rows<MemberRef>(sql`
    select m.id, m.name, m.kind, m.picture, m.title from members m
    where m.community_id = ${actor.communityId} and m.active and m.kind = 'person' ${reads}
      and (unaccent(m.name) ilike unaccent(${like(search).slice(1)}) or unaccent(m.name) ilike unaccent(${`% ${like(search).slice(1)}`}))
    order by lower(unaccent(m.name)), m.id limit ${limit}`)
}
