/** Groups and who belongs to them, as programs ask for them: many at once, in pages. */
import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import { none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { readTogether } from '../../platform/together.ts'
import type { Bot } from '../access/actor.ts'
import { reachedMember } from '../access/reached-members.ts'
import { reaches } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { namedColumns, type Profile, profileColumns } from '../community/profiles.sql.ts'

export interface GroupDetails {
  id: string
  name: string
  description: string
  privacy: Privacy
  purpose: string
  post_permissions: string
  posts_need_approval: boolean
  join_setting: string
  archived: boolean
  cover_url: string | null
  created_by: string
  created_at: Date
  /** The last change of its properties, or the last post or comment in it. */
  updated_at: Date
}

const columns = sql`g.id, g.name, g.description, g.privacy, g.purpose, g.post_permissions, g.posts_need_approval, g.join_setting,
  g.archived_at is not null as archived, g.cover_url, g.created_by, g.created_at, greatest(g.changed_at,
    (select max(lp.created_at) from (select p.created_at from posts p where p.community_id = g.community_id and p.group_id = g.id and p.deleted_at is null
      order by p.id desc limit 1) as lp)) as updated_at`

/** Those of these ids that the bot reaches. */
export const groupDetails = (bot: Bot, ids: readonly string[]): Promise<GroupDetails[]> =>
  rows<GroupDetails>(sql`
    select ${columns} from groups g
    where g.community_id = ${bot.communityId} and g.id = any(${ids}::bigint[]) and ${visible(bot, 'group.see', sql`g`)}`)

/** Which of these groups the bot reaches at all. */
export async function groupsReached(bot: Bot, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await isReached.all(
    ids.map(id => ({ community_id: bot.communityId, installation_id: bot.installationId, id })),
  )
  return new Set(ids.filter((_, n) => found[n] !== undefined))
}

/** Asked by every call below a group: those that come together share a look-up. */
const isReached = readTogether<{ community_id: string; installation_id: string; id: string }, { n: number }>(
  batch => sql`
    select b.n from jsonb_to_recordset(${batch}) as b(n int, community_id bigint, installation_id bigint, id bigint)
    join installations i on i.community_id = b.community_id and i.id = b.installation_id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    join groups g on g.community_id = b.community_id and g.id = b.id
    where ${reaches(sql`i`, sql`r`, sql`g.id`)}`,
)

/** Groups of the community that the bot reaches, oldest first. */
export const reachedGroups = async (bot: Bot, window: Window): Promise<Cut<GroupDetails>> =>
  cut(
    await rows<GroupDetails>(
      sql`select ${columns} from groups g where ${visible(bot, 'group.see', sql`g`)} ${windowed(sql`g.id`, window)}`,
    ),
    window,
  )

export const countReachedGroups = async (bot: Bot): Promise<number> =>
  (await one<{ n: number }>(sql`select count(*)::int as n from groups g where ${visible(bot, 'group.see', sql`g`)}`)).n

export interface MemberGroup extends GroupDetails {
  parent_id: string
  administrator: boolean
}

/** Groups of each of these people, as far as the bot reaches them. */
export async function groupsOfMembers(bot: Bot, members: readonly string[], window: Window) {
  const found = await rows<MemberGroup>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select ${columns}, b.role = 'admin' as administrator from memberships b
      join groups g on g.community_id = b.community_id and g.id = b.group_id
      where b.community_id = ${bot.communityId} and b.member_id = parents.id and ${visible(bot, 'group.see', sql`g`)}
      ${windowed(sql`g.id`, window)}) as q`)
  return cutEach(found, members, window)
}

export interface GroupMemberProfile extends Profile {
  parent_id: string
  group_role: GroupRole | null
  joined_at: Date
}

const seats = (role: GroupRole | undefined): Sql => sql`
  m.active ${role ? sql`and b.role = ${role}` : none}`

/** Who belongs to each of these groups; only those of one role, where it is given. */
export async function membersOfGroups(
  bot: Bot,
  groups: readonly string[],
  role: GroupRole | undefined,
  window: Window,
) {
  const found = await rows<GroupMemberProfile>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${profileColumns}, b.role as group_role, b.joined_at from memberships b
      join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = ${bot.communityId} and b.group_id = parents.id and ${seats(role)}
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, groups, window)
}

export async function countMembersOfGroups(
  bot: Bot,
  groups: readonly string[],
  role: GroupRole | undefined,
): Promise<Map<string, number>> {
  const found = await rows<{ group_id: string; n: number }>(sql`
    select b.group_id, count(*)::int as n from memberships b
    join members m on m.community_id = b.community_id and m.id = b.member_id
    where b.community_id = ${bot.communityId} and b.group_id = any(${groups}::bigint[]) and ${seats(role)} group by b.group_id`)
  return new Map(found.map(row => [row.group_id, row.n]))
}

/** Who asked to belong. */
export async function requestsOfGroups(bot: Bot, groups: readonly string[], window: Window) {
  const found = await rows<GroupMemberProfile>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${namedColumns(bot)}, null as group_role, o.made_at as joined_at from membership_offers o
      join members m on m.community_id = o.community_id and m.id = o.member_id and m.active
      where o.community_id = ${bot.communityId} and o.group_id = parents.id and o.kind = 'asked'
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, groups, window)
}

/** Who belonged, and left. */
export async function formerMembersOfGroups(bot: Bot, groups: readonly string[], window: Window) {
  const found = await rows<GroupMemberProfile>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${namedColumns(bot)}, null as group_role, f.joined_at from former_memberships f
      join members m on m.community_id = f.community_id and m.id = f.member_id
      where f.community_id = ${bot.communityId} and f.group_id = parents.id and (m.active or ${reachedMember(bot, sql`m`)})
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, groups, window)
}
