import { afterCommit, run, sql } from '../../platform/db.ts'
import { notify } from '../../platform/listen.ts'
import type { NewEvent } from './event.ts'

/** Writes events in the open transaction and wakes their readers after the commit. */
export async function announce(...events: readonly NewEvent[]): Promise<void> {
  await run(sql`
    insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id, data)
    select community_id, topic, field, verb, subject_id, group_id, actor_id, data
    from jsonb_to_recordset(${JSON.stringify(events.map(eventRow))}::jsonb)
      as e(community_id bigint, topic text, field text, verb text, subject_id bigint, group_id bigint, actor_id bigint, data jsonb)`)
  announced()
}

/** For a hot verb that writes its own statement: call it once the statement is committed. */
export const announced = (): void => afterCommit(() => notify('events'))

/** An event as the row that `announce` and batched statements insert. */
export const eventRow = (event: NewEvent): Record<string, unknown> => ({
  community_id: event.communityId,
  topic: event.topic,
  field: event.field,
  verb: event.verb,
  subject_id: event.subjectId,
  group_id: event.groupId ?? null,
  actor_id: event.actorId ?? null,
  data: event.data ?? {},
})
