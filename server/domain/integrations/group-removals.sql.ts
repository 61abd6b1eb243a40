import type { MemberRef } from '../../../contract/api/basics.ts'
import type { GroupRef } from '../../../contract/api/integrations.ts'
import { maybe, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { reaches } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { memberRef } from '../community/member-ref.sql.ts'

export interface RemovalRow {
  integration_id: string
  installation_id: string
  group: GroupRef
  removed_by: MemberRef
  removed_at: Date
}

const removals = (actor: Person, where: Sql): Promise<RemovalRow[]> =>
  rows<RemovalRow>(sql`
    select i.integration_id, x.installation_id, jsonb_build_object('id', g.id::text, 'name', g.name, 'cover', g.cover) as group, x.removed_at,
      ${memberRef(sql`m`)} as removed_by
    from group_removals x
    join installations i on i.community_id = x.community_id and i.id = x.installation_id and i.state <> 'removed'
    join groups g on g.community_id = x.community_id and g.id = x.group_id
    join members m on m.community_id = x.community_id and m.id = x.removed_by
    where x.community_id = ${actor.communityId} and ${visible(actor, 'group.see', sql`g`)} and ${where}
    order by lower(unaccent(g.name)), g.id, i.id`)

/** What was taken out of this group. */
export const removedFromGroup = (actor: Person, groupId: string): Promise<RemovalRow[]> =>
  removals(actor, sql`x.group_id = ${groupId}`)

/** Groups that an installation was taken out of, as far as this person sees them. */
export const groupsLeft = (actor: Person, installationId: string): Promise<RemovalRow[]> =>
  removals(actor, sql`x.installation_id = ${installationId}`)

/** How many there are, seen or not. */
export const countGroupsLeft = async (communityId: string, installationId: string): Promise<number> =>
  (
    await one<{ n: number }>(sql`
      select count(*)::int as n from group_removals where community_id = ${communityId} and installation_id = ${installationId}`)
  ).n

/** Who took it out of these groups. */
export const removersOf = (communityId: string, installationId: string, groupIds: readonly string[]) =>
  rows<{ group_id: string; removed_by: string }>(sql`
    select group_id, removed_by from group_removals
    where community_id = ${communityId} and installation_id = ${installationId} and group_id = any(${groupIds}::bigint[]) order by group_id`)

/** `chosen`: it was there by name, and not only by being everywhere. */
export const insertRemoval = (actor: Person, installationId: string, groupId: string, chosen: boolean) =>
  run(sql`
    with made as (
      insert into group_removals (community_id, installation_id, group_id, removed_by, chosen)
      values (${actor.communityId}, ${installationId}, ${groupId}, ${actor.memberId}, ${chosen}) on conflict do nothing returning installation_id
    )
    ${movedBy(sql`made`, actor.communityId)}`)

/** Answers who had removed it; nothing where nobody had. */
export const dropRemoval = (communityId: string, installationId: string, groupId: string) =>
  maybe<{ removed_by: string; chosen: boolean }>(sql`
    with gone as (
      delete from group_removals where community_id = ${communityId} and installation_id = ${installationId} and group_id = ${groupId}
      returning installation_id, removed_by, chosen
    ), moved as (${movedBy(sql`gone`, communityId)})
    select removed_by, chosen from gone`)

/** An exception that comes or goes is another standing (revision.ts), though the grant is the same. */
const movedBy = (change: Sql, communityId: string): Sql => sql`
  update installations i set moves = i.moves + 1 from ${change} where i.community_id = ${communityId} and i.id = ${change}.installation_id`

export const reachesGroupNow = async (communityId: string, installationId: string, groupId: string): Promise<boolean> =>
  (await maybe(sql`
    select from installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where i.community_id = ${communityId} and i.id = ${installationId} and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)}`)) !==
  undefined
