import * as contract from '../../../contract/api/calendar.ts'
import { listEvents } from '../../domain/calendar/list-events.ts'
import { replyToEvent } from '../../domain/calendar/reply-to-event.ts'
import type { ApiDoor } from './serve-route.ts'

export function calendarRoutes(door: ApiDoor): void {
  door.serve(contract.listEvents, ({ actor, params }) => listEvents(actor, params.groupId))
  door.serve(contract.replyToEvent, async ({ actor, params, body }) => {
    await replyToEvent(actor, params.calendarEventId, body.reply)
    return {}
  })
}
