/** Events of groups as programs ask for them: many lists at once, in pages. The right to a group's list is asked by who calls. */
import { none, rows, type Sql, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { namedColumns, type Profile, profileColumns } from '../community/profiles.sql.ts'

export const replies = ['attending', 'declined', 'maybe', 'interested'] as const
export type Reply = (typeof replies)[number]

export interface CalendarEvent {
  id: string
  group_id: string
  owner_id: string
  owner_kind: 'person' | 'bot'
  name: string
  description: string
  starts_at: Date
  ends_at: Date | null
  all_day: boolean
  time_zone: string
  place: string
  guest_list_enabled: boolean
  changed_at: Date
  attending_count: number
  declined_count: number
  maybe_count: number
  interested_count: number
  noreply_count: number
}

const columns = sql`e.id, e.group_id, e.owner_id, o.kind as owner_kind, e.name, e.description, e.starts_at, e.ends_at, e.all_day, e.time_zone, e.place,
  e.guest_list_enabled, e.changed_at, n.attending_count, n.declined_count, n.maybe_count, n.interested_count, n.noreply_count`

const tables = sql`calendar_events e
  join groups g on g.community_id = e.community_id and g.id = e.group_id
  join members o on o.community_id = e.community_id and o.id = e.owner_id
  cross join lateral (
    select count(*) filter (where r.reply = 'attending')::int as attending_count, count(*) filter (where r.reply = 'declined')::int as declined_count,
      count(*) filter (where r.reply = 'maybe')::int as maybe_count, count(*) filter (where r.reply = 'interested')::int as interested_count,
      count(*) filter (where r.reply is null)::int as noreply_count
    from (
      select b.member_id from memberships b where b.community_id = e.community_id and b.group_id = e.group_id
      union select x.member_id from event_replies x where x.community_id = e.community_id and x.event_id = e.id) as asked
    join members m on m.community_id = e.community_id and m.id = asked.member_id and m.active
    left join event_replies r on r.community_id = e.community_id and r.event_id = e.id and r.member_id = asked.member_id) as n`

const stands = (bot: Bot): Sql => sql`e.community_id = ${bot.communityId} and e.deleted_at is null`

/** Those of these ids that the bot may read. */
export const eventsById = (bot: Bot, ids: readonly string[]): Promise<CalendarEvent[]> =>
  rows<CalendarEvent>(sql`
    select ${columns} from ${tables}
    where ${stands(bot)} and e.id = any(${ids}::bigint[]) and ${visible(bot, 'group.read', sql`g`)}`)

/** Those of these ids that stand in groups the bot reaches, whether or not it may read them. */
export const reachedEvents = (bot: Bot, ids: readonly string[]): Promise<{ id: string }[]> =>
  rows(sql`
    select e.id from calendar_events e join groups g on g.community_id = e.community_id and g.id = e.group_id
    where ${stands(bot)} and e.id = any(${ids}::bigint[]) and ${visible(bot, 'group.see', sql`g`)}`)

export async function eventsInGroups(bot: Bot, groups: readonly string[], window: Window) {
  const found = await rows<CalendarEvent & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${columns} from ${tables} where ${stands(bot)} and e.group_id = parents.id ${windowed(sql`e.id`, window)}) as q`)
  return cutEach(found, groups, window)
}

/** All events of groups that the bot may read. */
export const eventsOfCommunity = async (bot: Bot, window: Window): Promise<Cut<CalendarEvent>> =>
  cut(
    await rows<CalendarEvent>(sql`
      select ${columns} from ${tables} where ${stands(bot)} and ${visible(bot, 'group.read', sql`g`)} ${windowed(sql`e.id`, window)}`),
    window,
  )

/** What somebody has to do with events: made them, replied, or was asked and did not. */
export type Part = 'created' | 'attending' | 'declined' | 'maybe' | 'not_replied'

const isIn = (part: Part | undefined, member: Sql): Sql => {
  const replied = (reply: Sql): Sql => sql`exists (select from event_replies r
    where r.community_id = e.community_id and r.event_id = e.id and r.member_id = ${member} ${reply})`
  if (part === 'created') return sql`e.owner_id = ${member}`
  if (part === 'not_replied')
    return sql`not ${replied(none)} and exists (select from memberships b
      where b.community_id = e.community_id and b.group_id = e.group_id and b.member_id = ${member})`
  if (part) return replied(sql`and r.reply = ${part}`)
  return sql`(e.owner_id = ${member} or ${replied(sql`and r.reply = 'attending'`)})`
}

/** Events of each of these people where the bot may read; what they attend or made, unless one part is asked for. */
export async function eventsOfMembers(bot: Bot, members: readonly string[], part: Part | undefined, window: Window) {
  const found = await rows<CalendarEvent & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select ${columns} from ${tables}
      where ${stands(bot)} and ${visible(bot, 'group.read', sql`g`)} and ${isIn(part, sql`parents.id`)} ${windowed(sql`e.id`, window)}) as q`)
  return cutEach(found, members, window)
}

export interface Guest extends Profile {
  parent_id: string
}

/** Who replied so to each of these events. */
export async function guestsOf(bot: Bot, events: readonly string[], reply: Reply, window: Window) {
  const found = await rows<Guest>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(events)} cross join lateral (
      select ${namedColumns(bot)} from event_replies r join members m on m.community_id = r.community_id and m.id = r.member_id and m.active
      where r.community_id = ${bot.communityId} and r.event_id = parents.id and r.reply = ${reply} ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, events, window)
}

/** Who belongs to the group of each of these events and has not replied. */
export async function silentOf(bot: Bot, events: readonly string[], window: Window) {
  const found = await rows<Guest>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(events)} cross join lateral (
      select ${profileColumns} from calendar_events e
      join memberships b on b.community_id = e.community_id and b.group_id = e.group_id
      join members m on m.community_id = b.community_id and m.id = b.member_id and m.active
      where ${stands(bot)} and e.id = parents.id and not exists (select from event_replies r
        where r.community_id = e.community_id and r.event_id = e.id and r.member_id = m.id)
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, events, window)
}

/** Who keeps each of these events: whoever made it. */
export async function hostsOf(bot: Bot, events: readonly string[], window: Window) {
  const found = await rows<Guest>(sql`
    select e.id::text as parent_id, ${namedColumns(bot)} from calendar_events e
    join members m on m.community_id = e.community_id and m.id = e.owner_id
    where ${stands(bot)} and e.id = any(${events}::bigint[])`)
  return cutEach(found, events, window)
}
