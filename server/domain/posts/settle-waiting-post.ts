import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { languageOf } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInside, may } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announceGroup } from '../groups/announce-group.ts'
import { notify } from '../notifications/notify.ts'
import { writePost } from './create-post.ts'
import { seatOf, takeWaiting, type WaitingRow, waitingById } from './waiting-posts.sql.ts'

/** Posts what waits, in its author's name and with what is left of its files, or declines it. Its author is told; of two who settle it one does. */
export async function settleWaitingPost(
  actor: Person,
  groupId: string,
  id: string,
  approve: boolean,
): Promise<string | null> {
  await demandInside(actor, 'group.moderate', groupId)
  const row = await waitingById(actor.communityId, groupId, id)
  if (!row) throw new Refusal('already_settled')
  const author = approve ? await authorOf(actor, row) : undefined
  return transaction(async () => {
    if (!(await takeWaiting(actor.communityId, groupId, id))) throw new Refusal('already_settled')
    const files = row.files?.map(file => file.id) ?? []
    const post =
      author &&
      (await writePost(author, {
        ...{ groupId, text: row.text, hiddenLinks: row.hidden_links, files },
        idempotencyKey: `waited:${id}`,
      }))
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: post ? 'post.approved' : 'post.declined',
      subject: 'group',
      subjectId: groupId,
      after: { author: row.author_id, ...(post && { post: post.id }) },
      ...cameFrom(actor),
    })
    await notify(actor, {
      kind: post ? 'post_approved' : 'post_declined',
      memberIds: [row.author_id],
      groupId,
      subjectId: post?.id ?? groupId,
    })
    await announceGroup(actor, groupId)
    return post?.id ?? null
  })
}

/** Who wrote it, as they are now: who no longer belongs, or lost their seat, says nothing there any more. */
async function authorOf(actor: Person, row: WaitingRow): Promise<Person> {
  const { communityId } = actor
  const seat = await seatOf(communityId, row.author_id)
  if (!seat) throw new Refusal('author_gone', { name: row.author_name })
  const author: Person = {
    ...{ kind: 'person', communityId, memberId: row.author_id, accountId: seat.account_id ?? '', sessionId: '' },
    ...{ role: seat.role, language: languageOf(seat.language) },
  }
  if (!(await may(author, 'group.compose', row.group_id))) throw new Refusal('author_gone', { name: row.author_name })
  return author
}

/** One's own, taken back before anybody settled it. */
export async function withdrawWaitingPost(actor: Person, groupId: string, id: string): Promise<void> {
  await demand(actor, 'group.read', groupId)
  const row = await waitingById(actor.communityId, groupId, id)
  if (row?.author_id !== actor.memberId) throw new Refusal('not_found')
  await transaction(async () => {
    if (!(await takeWaiting(actor.communityId, groupId, id))) throw new Refusal('already_settled')
    await announceGroup(actor, groupId)
  })
}
