import type { Cover, GroupRole, LetsIn, Privacy } from '../../../contract/api/groups.ts'
import { maybe, none, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { joinSettings, letsIn } from '../access/lets-in.ts'
import { visible } from '../access/visible.ts'

export interface GroupRow {
  id: string
  name: string
  description: string
  privacy: Privacy
  cover: Cover
  archived: boolean
  admins_post: boolean
  approves: boolean
  lets_in: LetsIn
  member_count: number
  /** Its last admin lost their seat. */
  leaderless: boolean
  membership: GroupRole | null
  offer: 'asked' | 'invited' | null
  created_at: Date
  sort: string
}

const columns = (actor: Person): Sql => sql`
  g.id, g.name, g.description, g.privacy, g.cover, g.archived_at is not null as archived, g.post_permissions = 'ADMIN_ONLY' as admins_post, g.posts_need_approval as approves, ${letsIn(sql`g`)}, g.created_at, lower(unaccent(g.name)) as sort,
  (select count(*)::int from memberships c join members p on p.community_id = c.community_id and p.id = c.member_id and p.active
    where c.community_id = g.community_id and c.group_id = g.id) as member_count,
  not exists (select from memberships a join members p on p.community_id = a.community_id and p.id = a.member_id and p.active
    where a.community_id = g.community_id and a.group_id = g.id and a.role = 'admin') as leaderless,
  (select m.role from memberships m where m.community_id = g.community_id and m.group_id = g.id and m.member_id = ${actor.memberId}) as membership,
  (select o.kind from membership_offers o where o.community_id = g.community_id and o.group_id = g.id and o.member_id = ${actor.memberId}) as offer`

export interface GroupsQuery {
  mine: boolean
  archived: boolean
  search: string | undefined
  after: { sort: string; id: string } | undefined
  limit: number
}

/** Groups the actor may see, by name. */
export const groupsPage = (actor: Person, query: GroupsQuery): Promise<GroupRow[]> =>
  rows<GroupRow>(sql`
    select ${columns(actor)} from groups g
    where ${visible(actor, 'group.see', sql`g`)} and (g.archived_at is not null) = ${query.archived}
      ${query.mine ? sql`and exists (select from memberships m where m.community_id = g.community_id and m.group_id = g.id and m.member_id = ${actor.memberId})` : none}
      ${query.search ? sql`and unaccent(g.name || ' ' || g.description) ilike unaccent(${`%${query.search.replace(/[\\%_]/g, '\\$&')}%`})` : none}
      ${query.after ? sql`and (lower(unaccent(g.name)), g.id) > (${query.after.sort}, ${query.after.id}::bigint)` : none}
    order by lower(unaccent(g.name)), g.id limit ${query.limit}`)

export const groupsById = (actor: Person, ids: readonly string[]): Promise<GroupRow[]> =>
  rows<GroupRow>(sql`
    select ${columns(actor)} from groups g
    where g.community_id = ${actor.communityId} and g.id = any(${ids}::bigint[]) and ${visible(actor, 'group.see', sql`g`)}`)

export interface GroupForm {
  name: string
  description: string
  privacy: Privacy
  cover: Cover
  adminsPost?: boolean | undefined
  approvesPosts?: boolean | undefined
  letsIn?: LetsIn | undefined
}

export const insertGroup = (actor: Person, form: GroupForm): Promise<{ id: string }> =>
  one<{ id: string }>(sql`
    with made as (
      insert into groups (community_id, name, description, privacy, cover, post_permissions, posts_need_approval, join_setting, created_by)
      values (${actor.communityId}, ${form.name}, ${form.description}, ${form.privacy}, ${form.cover}, ${form.adminsPost ? 'ADMIN_ONLY' : 'NONE'}, ${form.approvesPosts ?? false}, ${joinSettings[form.letsIn ?? 'privacy']},
        ${actor.memberId})
      returning community_id, id
    ), led as (
      insert into memberships (community_id, group_id, member_id, role) select community_id, id, ${actor.memberId}, 'admin' from made
    )
    select id from made`)

export const updateGroup = (communityId: string, groupId: string, form: Partial<GroupForm>): Promise<number> =>
  run(sql`
    update groups set name = coalesce(${form.name ?? null}, name), description = coalesce(${form.description ?? null}, description),
      privacy = coalesce(${form.privacy ?? null}, privacy), cover = coalesce(${form.cover ?? null}, cover),
      post_permissions = case ${form.adminsPost ?? null}::boolean when true then 'ADMIN_ONLY' when false then 'NONE' else post_permissions end,
      posts_need_approval = coalesce(${form.approvesPosts ?? null}::boolean, posts_need_approval),
      join_setting = coalesce(${form.letsIn ? joinSettings[form.letsIn] : null}, join_setting), changed_at = now()
    where community_id = ${communityId} and id = ${groupId}`)

export const setArchived = (communityId: string, groupId: string, archived: boolean): Promise<number> =>
  run(sql`
    update groups set archived_at = case when ${archived} then now() end where community_id = ${communityId} and id = ${groupId}`)

/** Keeps the group's row from others until the transaction ends: changes of its admins wait for one another. */
export const lockGroup = (communityId: string, groupId: string): Promise<{ id: string } | undefined> =>
  maybe<{ id: string }>(sql`select id from groups where community_id = ${communityId} and id = ${groupId} for update`)
