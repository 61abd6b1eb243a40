import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announce } from '../events/announce.ts'
import type { Reply } from './events.sql.ts'

/** Says whether one comes; null takes it back. Whoever may read the group may answer. */
export async function replyToEvent(actor: Person, eventId: string, reply: Reply | null): Promise<void> {
  const event = await maybe<{ group_id: string }>(sql`
    select group_id from calendar_events where community_id = ${actor.communityId} and id = ${eventId} and deleted_at is null`)
  if (!event) throw new Refusal('not_found')
  await demandInside(actor, 'group.comment', event.group_id)
  await transaction(async () => {
    const changed = reply ? await write(actor, eventId, reply) : await takeBack(actor, eventId)
    if (changed === 0) return
    await announce({
      communityId: actor.communityId,
      topic: 'event',
      field: 'events',
      verb: 'changed',
      subjectId: eventId,
      groupId: event.group_id,
      actorId: actor.memberId,
    })
  })
}

const write = (actor: Person, eventId: string, reply: Reply): Promise<number> =>
  run(sql`
    insert into event_replies (community_id, event_id, member_id, reply) values (${actor.communityId}, ${eventId}, ${actor.memberId}, ${reply})
    on conflict (community_id, event_id, member_id) do update set reply = excluded.reply, replied_at = now() where event_replies.reply <> excluded.reply`)

const takeBack = (actor: Person, eventId: string): Promise<number> =>
  run(sql`
    delete from event_replies where community_id = ${actor.communityId} and event_id = ${eventId} and member_id = ${actor.memberId}`)
