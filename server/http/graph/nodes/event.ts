import { type CalendarEvent, eventsById, reachedEvents } from '../../../domain/calendar/events.sql.ts'
import { groupLink, instant, said } from '../formats.ts'
import { node } from '../node.ts'
import { deleteEvent } from '../writes/events.ts'
import { groups } from './group.ts'
import { members } from './member.ts'

/** A date alone where no hour was given. */
const moment = (row: CalendarEvent, at: Date | null): string | undefined =>
  row.all_day ? at?.toISOString().slice(0, 10) : instant(at)

export const events = node<CalendarEvent>({
  name: 'Event',
  idOf: row => row.id,
  load: (call, ids) => (call.caller.holds('read_content') ? eventsById(call.caller.bot, ids) : Promise.resolve([])),
  reach: async (call, ids) => new Set((await reachedEvents(call.caller.bot, ids)).map(row => row.id)),
  defaults: ['description', 'end_time', 'name', 'place', 'start_time', 'id'],
  fields: {
    id: row => row.id,
    name: row => row.name,
    description: row => said(row.description),
    start_time: row => moment(row, row.starts_at),
    end_time: row => moment(row, row.ends_at),
    event_times: row => [moment(row, row.starts_at)],
    timezone: row => row.time_zone,
    place: row => said(row.place),
    type: () => 'group',
    is_canceled: () => false,
    is_draft: () => false,
    is_page_owned: row => row.owner_kind === 'bot',
    can_guests_invite: () => false,
    guest_list_enabled: row => row.guest_list_enabled,
    attending_count: row => row.attending_count,
    declined_count: row => row.declined_count,
    interested_count: row => row.interested_count,
    maybe_count: row => row.maybe_count,
    noreply_count: row => row.noreply_count,
    link: row => `${groupLink(row.group_id)}/events`,
    updated_time: row => instant(row.changed_at),
  },
  links: {
    owner: { to: members, id: row => row.owner_id, fields: ['name', 'id'] },
    parent_group: { to: groups, id: row => row.group_id, fields: ['name', 'privacy', 'id'] },
  },
  remove: deleteEvent,
})
