import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announce } from '../events/announce.ts'

/** Takes an event away, by a program that manages what stands in its group. */
export async function deleteEvent(bot: Bot, eventId: string): Promise<void> {
  await transaction(async () => {
    const event = await maybe<{ group_id: string }>(sql`
      select group_id from calendar_events where community_id = ${bot.communityId} and id = ${eventId} and deleted_at is null for update`)
    if (!event) throw new Refusal('not_found')
    await demandInside(bot, 'group.moderate', event.group_id)
    await run(
      sql`update calendar_events set deleted_at = now() where community_id = ${bot.communityId} and id = ${eventId}`,
    )
    await announce({
      communityId: bot.communityId,
      topic: 'event',
      field: 'events',
      verb: 'deleted',
      subjectId: eventId,
      groupId: event.group_id,
      actorId: bot.memberId,
    })
  })
}
