import type { GroupRole } from '../../../contract/api/groups.ts'
import { maybe, none, one, rows, run, sql } from '../../platform/db.ts'

export const insertMembership = (
  communityId: string,
  groupId: string,
  memberId: string,
  role: GroupRole,
): Promise<number> =>
  run(sql`
    with former as (
      delete from former_memberships where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}
    ), offer as (
      delete from membership_offers where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}
    )
    insert into memberships (community_id, group_id, member_id, role) values (${communityId}, ${groupId}, ${memberId}, ${role})
    on conflict do nothing`)

/** Takes the membership away; that it was there stays known. Answers how many there were. */
export async function deleteMembership(communityId: string, groupId: string, memberId: string): Promise<number> {
  const { n } = await one<{ n: number }>(sql`
    with gone as (
      delete from memberships where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}
      returning community_id, group_id, member_id, joined_at
    ), kept as (
      insert into former_memberships (community_id, group_id, member_id, joined_at) select * from gone
      on conflict (community_id, group_id, member_id) do update set joined_at = excluded.joined_at, left_at = now()
    )
    select count(*)::int as n from gone`)
  return n
}

export const setGroupRole = (
  communityId: string,
  groupId: string,
  memberId: string,
  role: GroupRole,
): Promise<number> =>
  run(sql`
    update memberships set role = ${role} where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}`)

export const membershipOf = (
  communityId: string,
  groupId: string,
  memberId: string,
): Promise<{ role: GroupRole } | undefined> =>
  maybe<{ role: GroupRole }>(sql`
    select role from memberships where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}`)

/** Admins of a group who can still act in it. */
export const adminsOf = (communityId: string, groupId: string): Promise<{ member_id: string }[]> =>
  rows(sql`
    select m.member_id from memberships m
    join members p on p.community_id = m.community_id and p.id = m.member_id and p.active
    where m.community_id = ${communityId} and m.group_id = ${groupId} and m.role = 'admin'`)

export const insertOffers = (
  communityId: string,
  groupId: string,
  memberIds: readonly string[],
  kind: 'asked' | 'invited',
  madeBy: string,
): Promise<{ member_id: string }[]> =>
  rows(sql`
    insert into membership_offers (community_id, group_id, member_id, kind, made_by)
    select ${communityId}, ${groupId}, p.id, ${kind}, ${madeBy} from members p
    where p.community_id = ${communityId} and p.id = any(${memberIds}::bigint[]) and p.active and p.kind = 'person'
      and not exists (select from memberships m where m.community_id = p.community_id and m.group_id = ${groupId} and m.member_id = p.id)
    on conflict (community_id, group_id, member_id) do nothing
    returning member_id`)

export const deleteOffer = (
  communityId: string,
  groupId: string,
  memberId: string,
  kind: 'asked' | 'invited' | null,
): Promise<number> =>
  run(sql`
    delete from membership_offers
    where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId} and kind = coalesce(${kind}, kind)`)

export const offerOf = (
  communityId: string,
  groupId: string,
  memberId: string,
): Promise<{ kind: 'asked' | 'invited' } | undefined> =>
  maybe<{ kind: 'asked' | 'invited' }>(sql`
    select kind from membership_offers where community_id = ${communityId} and group_id = ${groupId} and member_id = ${memberId}`)

export interface GroupMemberRow {
  id: string
  name: string
  kind: 'person' | 'bot'
  picture: string | null
  title: string | null
  role: GroupRole
  joined_at: Date
  sort: string
}

export interface MembersQuery {
  search?: string | undefined
  after?: { sort: string; id: string } | undefined
  limit: number
  only?: string
}

export const membersPage = (communityId: string, groupId: string, query: MembersQuery): Promise<GroupMemberRow[]> =>
  rows<GroupMemberRow>(sql`
    select p.id, p.name, p.kind, p.picture, p.title, m.role, m.joined_at, lower(unaccent(p.name)) as sort
    from memberships m
    join members p on p.community_id = m.community_id and p.id = m.member_id and p.active
    where m.community_id = ${communityId} and m.group_id = ${groupId}
      ${query.only ? sql`and p.id = ${query.only}` : none}
      ${query.search ? sql`and unaccent(p.name) ilike unaccent(${`%${query.search.replace(/[\\%_]/g, '\\$&')}%`})` : none}
      ${query.after ? sql`and (lower(unaccent(p.name)), p.id) > (${query.after.sort}, ${query.after.id}::bigint)` : none}
    order by lower(unaccent(p.name)), p.id limit ${query.limit}`)

export const requestsPage = (communityId: string, groupId: string, after: string | undefined, limit: number) =>
  rows<{ id: string; name: string; kind: 'person'; picture: string | null; title: string | null; made_at: Date }>(sql`
    select p.id, p.name, p.kind, p.picture, p.title, o.made_at
    from membership_offers o
    join members p on p.community_id = o.community_id and p.id = o.member_id and p.active
    where o.community_id = ${communityId} and o.group_id = ${groupId} and o.kind = 'asked'
      ${after ? sql`and p.id > ${after}::bigint` : none}
    order by p.id limit ${limit}`)
