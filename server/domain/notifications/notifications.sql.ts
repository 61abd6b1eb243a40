import { mailedAtFirst, type NotificationKind } from '../../../contract/api/notifications.ts'
import { none, one, rows, run, sql } from '../../platform/db.ts'
import { memberRef } from '../community/member-ref.sql.ts'

export interface NotificationRow {
  id: string
  kind: NotificationKind
  actor: { id: string; name: string; kind: 'person' | 'bot'; picture: string | null; title: string | null } | null
  group_id: string | null
  group_name: string | null
  subject_id: string | null
  values: Record<string, string | number>
  created_at: Date
  read_at: Date | null
}

export interface NewNotification {
  member_id: string
  kind: NotificationKind
  actor_id: string | null
  group_id: string | null
  subject_id: string | null
  values: Record<string, string | number>
}

/** Inserts for those who want the bell for this kind and whose seat is active; answers what was inserted. */
export const insertNotifications = (communityId: string, news: readonly NewNotification[]) =>
  rows<{ id: string; member_id: string }>(sql`
    insert into notifications (community_id, member_id, kind, actor_id, group_id, subject_id, values)
    select ${communityId}, n.member_id, n.kind, n.actor_id, n.group_id, n.subject_id, n.values
    from jsonb_to_recordset(${JSON.stringify(news)}::jsonb)
      as n(member_id bigint, kind text, actor_id bigint, group_id bigint, subject_id bigint, values jsonb)
    join members m on m.community_id = ${communityId} and m.id = n.member_id and m.active and m.kind = 'person'
    left join notification_settings s on s.community_id = m.community_id and s.member_id = m.id and s.kind = n.kind
    where coalesce(s.bell, true)
    returning id, member_id`)

/** Forgets what was told about a group to those who do not see it any more: it would keep naming the group to them. */
export const forgetUnseen = (communityId: string, groupId: string): Promise<number> =>
  run(sql`
    delete from notifications n using groups g
    where n.community_id = ${communityId} and n.group_id = ${groupId} and g.community_id = n.community_id and g.id = n.group_id
      and g.privacy <> 'open'
      and not exists (select from memberships m where m.community_id = g.community_id and m.group_id = g.id and m.member_id = n.member_id)
      and not exists (select from membership_offers o where o.community_id = g.community_id and o.group_id = g.id and o.member_id = n.member_id
        and o.kind = 'invited' and n.kind = 'group_invited')`)

const columns = sql`n.id, n.kind, n.group_id, g.name as group_name, n.subject_id, n.values, n.created_at, n.read_at,
  case when a.id is not null then ${memberRef(sql`a`)} end as actor`
const tables = sql`notifications n
  left join members a on a.community_id = n.community_id and a.id = n.actor_id
  left join groups g on g.community_id = n.community_id and g.id = n.group_id`

/** What a program wrote to somebody is not told while the program is deleted. */
const stands = sql`not (n.kind = 'message' and exists (
  select from installations i where i.community_id = n.community_id and i.bot_id = n.actor_id and i.state = 'removed'))`

export const notificationsPage = (communityId: string, memberId: string, before: string | undefined, limit: number) =>
  rows<NotificationRow>(sql`
    select ${columns} from ${tables}
    where n.community_id = ${communityId} and n.member_id = ${memberId} and ${stands} ${before ? sql`and n.id < ${before}::bigint` : none}
    order by n.id desc limit ${limit}`)

export const notificationsById = (communityId: string, ids: readonly string[]) =>
  rows<NotificationRow & { member_id: string; language: string }>(sql`
    select n.member_id, coalesce(m.language, 'en') as language, ${columns} from ${tables}
    join members m on m.community_id = n.community_id and m.id = n.member_id
    where n.community_id = ${communityId} and n.id = any(${ids}::bigint[])`)

export const markNotificationsRead = (communityId: string, memberId: string, ids: readonly string[] | null) =>
  run(sql`
    update notifications set read_at = now()
    where community_id = ${communityId} and member_id = ${memberId} and read_at is null
      ${ids ? sql`and id = any(${ids}::bigint[])` : none}`)

export const unreadOf = async (communityId: string, memberId: string): Promise<number> =>
  (
    await one<{ unread: number }>(sql`
    select count(*)::int as unread from notifications n
    where n.community_id = ${communityId} and n.member_id = ${memberId} and n.read_at is null and ${stands}`)
  ).unread

/** The same for several people at once. */
export async function unreadOfEach(communityId: string, memberIds: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ member_id: string; unread: number }>(sql`
    select n.member_id, count(*)::int as unread from notifications n
    where n.community_id = ${communityId} and n.member_id = any(${memberIds}::bigint[]) and n.read_at is null and ${stands}
    group by n.member_id`)
  return new Map(found.map(row => [row.member_id, row.unread]))
}

export const settingsOf = (communityId: string, memberId: string) =>
  rows<{ kind: string; bell: boolean; email: boolean }>(sql`
    select kind, bell, email from notification_settings where community_id = ${communityId} and member_id = ${memberId}`)

export const setSetting = (
  communityId: string,
  memberId: string,
  setting: { kind: string; bell: boolean; email: boolean },
) =>
  run(sql`
    insert into notification_settings (community_id, member_id, kind, bell, email)
    values (${communityId}, ${memberId}, ${setting.kind}, ${setting.bell}, ${setting.email})
    on conflict (community_id, member_id, kind) do update set bell = excluded.bell, email = excluded.email`)

/** Addresses of those who want mail for this kind, and the names that its sentence needs. */
export const wantMail = (
  communityId: string,
  memberIds: readonly string[],
  kind: NotificationKind,
  about: { actorId: string | null; groupId: string | null },
) =>
  rows<{ email: string; name: string; language: string; actor: string | null; group_name: string | null }>(sql`
    select a.email, m.name, coalesce(m.language, a.language) as language,
      (select d.name from members d where d.community_id = m.community_id and d.id = ${about.actorId}::bigint) as actor,
      (select g.name from groups g where g.community_id = m.community_id and g.id = ${about.groupId}::bigint) as group_name
    from members m
    join accounts a on a.id = m.account_id
    left join notification_settings s on s.community_id = m.community_id and s.member_id = m.id and s.kind = ${kind}
    where m.community_id = ${communityId} and m.id = any(${memberIds}::bigint[]) and m.active
      and coalesce(s.email, ${mailedAtFirst.includes(kind)})`)

/** Takes back what was told of a thing and not read yet: newer news takes its place. */
export const forgetUnread = (communityId: string, kind: NotificationKind, subjectId: string): Promise<number> =>
  run(sql`
    delete from notifications where community_id = ${communityId} and kind = ${kind} and subject_id = ${subjectId} and read_at is null`)
