/** Events of groups, made by programs and answered by people. Nothing of an event is changed once it stands (workplace-graph-api.md 5.9). */
import { maybe, one, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { announce } from '../events/announce.ts'

export interface NewEvent {
  readonly name: string
  readonly description: string
  readonly startsAt: Date
  readonly endsAt: Date | undefined
  /** A date was given, and no hour. */
  readonly allDay: boolean
  readonly timeZone: string | undefined
  readonly place: string
  readonly guestListEnabled: boolean
  /** Somebody of the group whose event it is; the program's own where absent. */
  readonly ownerId: string | undefined
}

export async function createEvent(bot: Bot, groupId: string, event: NewEvent): Promise<{ id: string }> {
  await demand(bot, 'group.post', groupId)
  const name = event.name.trim()
  if (!name) throw new Refusal('bad_input', { field: 'name', problem: 'blank' })
  if (event.endsAt && event.endsAt < event.startsAt)
    throw new Refusal('bad_input', { field: 'end_time', problem: 'malformed' })
  if (event.timeZone && !isTimeZone(event.timeZone))
    throw new Refusal('bad_input', { field: 'timezone', problem: 'not_offered' })
  return transaction(async () => {
    if (event.ownerId) await demandBelongs(bot, groupId, event.ownerId)
    const made = await one<{ id: string }>(sql`
      insert into calendar_events (community_id, group_id, owner_id, name, description, starts_at, ends_at, all_day, time_zone, place, guest_list_enabled)
      values (${bot.communityId}, ${groupId}, ${event.ownerId ?? bot.memberId}, ${name.slice(0, 250)}, ${event.description.slice(0, 20_000)}, ${event.startsAt},
        ${event.endsAt ?? null}, ${event.allDay}, ${event.timeZone ?? 'UTC'}, ${event.place.slice(0, 500)}, ${event.guestListEnabled})
      returning id`)
    await announce({
      communityId: bot.communityId,
      topic: 'event',
      field: 'events',
      verb: 'created',
      subjectId: made.id,
      groupId,
      actorId: bot.memberId,
    })
    return made
  })
}

async function demandBelongs(bot: Bot, groupId: string, memberId: string): Promise<void> {
  const found = await maybe(sql`
    select b.member_id from memberships b join members m on m.community_id = b.community_id and m.id = b.member_id and m.active
    where b.community_id = ${bot.communityId} and b.group_id = ${groupId} and b.member_id = ${memberId}`)
  if (!found) throw new Refusal('bad_input', { field: 'owner', problem: 'not_offered' })
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
