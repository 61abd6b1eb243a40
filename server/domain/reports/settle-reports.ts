import { rows, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { notify } from '../notifications/notify.ts'
import { lockComment, setCommentDeleted } from '../posts/comments.sql.ts'
import { lockPost, setPostDeleted } from '../posts/posts.sql.ts'

export type Outcome = 'dismissed' | 'deleted'

/** Ends all open reports of a thing: it stays, or it goes. Whoever reported it hears which. */
export async function settleReports(actor: Person, subjectId: string, outcome: Outcome): Promise<void> {
  demandInCommunity(actor, 'reports.settle')
  await transaction(async () => {
    const settled = await rows<{ reporter_id: string; post_id: string; group_id: string }>(sql`
      update reports set settled_at = now(), settled_by = ${actor.memberId}, outcome = ${outcome}
      where community_id = ${actor.communityId} and subject_id = ${subjectId} and settled_at is null
      returning reporter_id, post_id, group_id`)
    const place = settled[0]
    if (!place) throw new Refusal('already_settled')
    if (outcome === 'deleted') await remove(actor, subjectId, place)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: `report.${outcome}`,
      subject: subjectId === place.post_id ? 'post' : 'comment',
      subjectId,
      ...cameFrom(actor),
    })
    await notify(actor, {
      kind: 'report_settled',
      memberIds: settled.map(row => row.reporter_id),
      subjectId: place.post_id,
      values: { outcome },
    })
  })
}

/** By right of moderating the whole community, also where the moderator does not belong; what is gone already is gone. */
async function remove(actor: Person, subjectId: string, place: { post_id: string; group_id: string }): Promise<void> {
  const isPost = subjectId === place.post_id
  const before = isPost ? await lockPost(actor.communityId, subjectId) : await lockComment(actor.communityId, subjectId)
  if (!before || before.deleted_at) return
  if (isPost) await setPostDeleted(actor.communityId, subjectId, actor.memberId)
  else await setCommentDeleted(actor.communityId, subjectId, actor.memberId)
  await announce({
    communityId: actor.communityId,
    topic: isPost ? 'post' : 'comment',
    field: isPost ? 'feed' : 'comments',
    verb: 'deleted',
    subjectId,
    groupId: place.group_id,
    actorId: actor.memberId,
    ...(!isPost && { data: { postId: place.post_id } }),
  })
}
