import type { WaitingPost } from '../../../contract/api/waiting-posts.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { demandAttachable } from '../files/attachable.ts'
import { presentFiles } from '../files/present-file.ts'
import { announceGroup } from '../groups/announce-group.ts'
import { notify } from '../notifications/notify.ts'
import type { NewPost } from './create-post.ts'
import { authorOf } from './present-post.ts'
import { linksIn } from './read-text.ts'
import { insertWaiting, keepersOf, type WaitingRow, waitingById, waitingByKey } from './waiting-posts.sql.ts'

/** What a member writes where posts wait: kept beside the posts until somebody who keeps order looks at it. */
export async function proposePost(
  actor: Person,
  post: Pick<NewPost, 'groupId' | 'text' | 'idempotencyKey' | 'hiddenLinks' | 'files'>,
): Promise<WaitingPost> {
  await demand(actor, 'group.propose', post.groupId)
  if (!post.files?.length) visibleText('text', post.text)
  const files = await demandAttachable(actor, post.files ?? [])
  return transaction(async () => {
    const made = await insertWaiting({
      communityId: actor.communityId,
      groupId: post.groupId,
      authorId: actor.memberId,
      text: post.text,
      hiddenLinks: post.hiddenLinks ?? [],
      files,
      idempotencyKey: post.idempotencyKey ?? null,
    })
    if (!made) return same(actor, post)
    const memberIds = await keepersOf(actor.communityId, post.groupId)
    await notify(actor, { kind: 'post_waits', memberIds, groupId: post.groupId, subjectId: post.groupId })
    // What waits is a part of the group, and no post that anybody is told of.
    await announceGroup(actor, post.groupId)
    const row = await waitingById(actor.communityId, post.groupId, made.id)
    if (!row) throw new Error(`what waits as ${made.id} is gone though it was just written`)
    return presentWaiting(actor, row)
  })
}

async function same(actor: Person, post: Pick<NewPost, 'groupId' | 'text' | 'idempotencyKey'>): Promise<WaitingPost> {
  const before = await waitingByKey(actor.communityId, actor.memberId, post.idempotencyKey ?? '')
  if (!before || before.text !== post.text || before.group_id !== post.groupId)
    throw new Refusal('idempotency_conflict')
  return presentWaiting(actor, before)
}

export const presentWaiting = (actor: Person, row: WaitingRow): WaitingPost => ({
  id: row.id,
  author: authorOf(row),
  text: row.text,
  links: linksIn(row.text).map(url => ({ url, hidden: row.hidden_links.includes(url) })),
  files: presentFiles(row.files),
  sentAt: row.sent_at.toISOString(),
  mine: row.author_id === actor.memberId,
})
