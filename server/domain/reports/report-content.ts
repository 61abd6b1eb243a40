/**
 * Posts and comments that somebody asks moderators to look at. Whoever reports shows them what they report: moderators see it also where they do not
 * belong, and the dialog says so.
 */
import { maybe, rows, sql, transaction } from '../../platform/db.ts'
import type { Actor } from '../access/actor.ts'
import { announce } from '../events/announce.ts'
import { notify } from '../notifications/notify.ts'
import { readableSubject } from '../posts/readable-subject.ts'

/** Reports something; what one has reported and nobody has looked at yet stays one report. */
export async function reportContent(actor: Actor, subjectId: string, reason: string): Promise<{ id: string }> {
  const subject = await readableSubject(actor, subjectId, 'group.report')
  return transaction(async () => {
    const made = await maybe<{ id: string }>(sql`
      insert into reports (community_id, subject_id, post_id, group_id, reporter_id, installation_id, reason)
      values (${actor.communityId}, ${subjectId}, ${subject.post_id}, ${subject.group_id}, ${actor.memberId},
        ${actor.kind === 'bot' ? actor.installationId : null}, ${reason.trim().slice(0, 1_000)})
      on conflict (community_id, subject_id, reporter_id) where settled_at is null do nothing returning id`)
    if (!made) return openReport(actor, subjectId)
    await announce({
      communityId: actor.communityId,
      topic: 'report',
      field: 'reported_content',
      verb: 'created',
      subjectId: made.id,
      groupId: subject.group_id,
      actorId: actor.memberId,
    })
    await notify(actor, { kind: 'content_reported', memberIds: await moderators(actor.communityId) })
    return made
  })
}

async function openReport(actor: Actor, subjectId: string): Promise<{ id: string }> {
  const before = await maybe<{ id: string }>(sql`
    select id from reports
    where community_id = ${actor.communityId} and subject_id = ${subjectId} and reporter_id = ${actor.memberId} and settled_at is null`)
  if (!before) throw new Error('a report that stood in the way is gone')
  return before
}

async function moderators(communityId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(sql`
    select id from members where community_id = ${communityId} and active and role in ('content_moderator', 'system_administrator')`)
  return found.map(row => row.id)
}
