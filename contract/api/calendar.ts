import Type, { type Static } from 'typebox'
import { Done, Id, Instant, nullable } from './basics.ts'
import { route } from './route.ts'

export const eventReplies = ['attending', 'maybe', 'declined'] as const

/** An event of a group as this reader sees it. `allDay`: it has a date and no hour. */
export const CalendarEvent = Type.Object({
  id: Id,
  name: Type.String(),
  description: Type.String(),
  startsAt: Instant,
  endsAt: nullable(Instant),
  allDay: Type.Boolean(),
  place: Type.String(),
  ownerName: Type.String(),
  attendingCount: Type.Integer(),
  mine: nullable(Type.String()),
  mayReply: Type.Boolean(),
})
export type CalendarEvent = Static<typeof CalendarEvent>

/** What is not over yet, the next one first. */
export const listEvents = route('GET', '/groups/:groupId/events', {
  answer: Type.Object({ items: Type.Array(CalendarEvent) }),
})
/** null takes the reply back. */
export const replyToEvent = route('PUT', '/calendar/:calendarEventId/reply', {
  body: Type.Object({ reply: nullable(Type.Enum(eventReplies)) }),
  answer: Done,
})
