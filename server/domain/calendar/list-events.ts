import type { CalendarEvent } from '../../../contract/api/calendar.ts'
import { nowDate } from '../../platform/clock.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { groupRules } from '../access/rules.ts'
import type { Reply } from './events.sql.ts'

interface Row {
  id: string
  name: string
  description: string
  starts_at: Date
  ends_at: Date | null
  all_day: boolean
  place: string
  owner_name: string
  attending: number
  mine: Reply | null
}

/** A group's events that are not over, the next one first. */
export async function listEvents(actor: Person, groupId: string): Promise<{ items: CalendarEvent[] }> {
  const facts = await demandInside(actor, 'group.read', groupId)
  const found = await rows<Row>(sql`
    select e.id, e.name, e.description, e.starts_at, e.ends_at, e.all_day, e.place, o.name as owner_name,
      (select count(*)::int from event_replies r join members m on m.community_id = r.community_id and m.id = r.member_id and m.active
        where r.community_id = e.community_id and r.event_id = e.id and r.reply = 'attending') as attending,
      (select r.reply from event_replies r where r.community_id = e.community_id and r.event_id = e.id and r.member_id = ${actor.memberId}) as mine
    from calendar_events e join members o on o.community_id = e.community_id and o.id = e.owner_id
    where e.community_id = ${actor.communityId} and e.group_id = ${groupId} and e.deleted_at is null
      and coalesce(e.ends_at, e.starts_at + interval '1 day') > ${nowDate()}
    order by e.starts_at, e.id limit 100`)
  return {
    items: found.map(row => ({
      id: row.id,
      name: row.name,
      description: row.description,
      startsAt: row.starts_at.toISOString(),
      endsAt: row.ends_at?.toISOString() ?? null,
      allDay: row.all_day,
      place: row.place,
      ownerName: row.owner_name,
      attendingCount: row.attending,
      mine: row.mine,
      mayReply: groupRules['group.comment'](facts),
    })),
  }
}
