import { createEvent as create } from '../../../domain/calendar/create-event.ts'
import { deleteEvent as remove } from '../../../domain/calendar/delete-event.ts'
import { GraphError } from '../graph-error.ts'
import { asBoolean, asInstant, asText, type Value } from '../lenient.ts'
import type { GraphCall, Sent } from '../node.ts'

export async function createEvent(call: GraphCall, groupId: string, { params }: Sent): Promise<unknown> {
  const text = (name: string): string => asText(params[name])?.trim() ?? ''
  const startsAt = time('start_time', params.start_time)
  if (!startsAt) throw new GraphError('bad_parameter', '(#100) The parameter start_time is required')
  const owner = text('owner')
  const made = await create(call.caller.bot, groupId, {
    name: text('name'),
    description: text('description'),
    startsAt,
    endsAt: time('end_time', params.end_time),
    allDay: /^\d{4}-\d{2}-\d{2}$/.test(text('start_time')),
    timeZone: text('timezone') || undefined,
    place: text('location') || text('place'),
    guestListEnabled: asBoolean(params.guest_list_enabled) ?? true,
    // The official collection names the group itself: then it is nobody's in particular, as where nobody is named.
    ownerId: /^\d{1,18}$/.test(owner) && owner !== groupId ? owner : undefined,
  })
  call.caller.holds('manage_content')
  return { id: made.id }
}

export async function deleteEvent(call: GraphCall, id: string): Promise<unknown> {
  await remove(call.caller.bot, id)
  call.caller.holds('manage_content')
  return { success: true }
}

/** Unix seconds, `2020-11-02T08:00+00:00`, `2020-11-02`; what is none of these is refused rather than guessed. */
function time(name: string, value: Value): Date | undefined {
  if (!asText(value)?.trim()) return undefined
  const at = asInstant(value)
  if (!at || at.getFullYear() < 1970 || at.getFullYear() > 9999)
    throw new GraphError('bad_parameter', `(#100) Param ${name} must be a date or a time`)
  return at
}
