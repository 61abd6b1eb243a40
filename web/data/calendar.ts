import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type eventReplies, listEvents, replyToEvent } from '../../contract/api/calendar.ts'
import { call } from './call.ts'
import { ask } from './query.ts'

export const groupEvents = (groupId: string) => ask(listEvents, { params: { groupId } })

/** Says whether one comes; null takes it back. */
export function useReply(groupId: string, calendarEventId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reply: (typeof eventReplies)[number] | null) =>
      call(replyToEvent, { params: { calendarEventId }, body: { reply } }),
    onSuccess: () => client.invalidateQueries({ queryKey: [listEvents.path, { groupId }] }),
  })
}
