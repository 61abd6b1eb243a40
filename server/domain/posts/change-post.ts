import type { Post } from '../../../contract/api/posts.ts'
import { nowDate } from '../../platform/clock.ts'
import { transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Actor, Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announce } from '../events/announce.ts'
import { insertEdit, lockPost, type PostPlace, setPostDeleted, setPostLinks, updatePost } from './posts.sql.ts'
import { getPost, shownToWriter } from './read-posts.ts'
import { linksIn, mentionsIn } from './read-text.ts'

/** Who deleted may take it back for this long. */
export const undoMinutes = 10

/** Changes one's own post; what it said stays in its history, previews taken away stay away. */
export async function editPost(actor: Actor, postId: string, text: string): Promise<Post> {
  return transaction(async () => {
    const post = await standing(actor, postId)
    await demandInside(actor, 'group.comment', post.group_id)
    if (post.author_id !== actor.memberId || post.is_notice) throw new Refusal('forbidden')
    if (post.file_count === 0) visibleText('text', text)
    if (post.text === text) return shownToWriter(actor, postId)
    const hidden = new Set(post.links.filter(link => link.hidden).map(link => link.url))
    await insertEdit(actor.communityId, postId, post.text, actor.memberId)
    await updatePost(
      actor.communityId,
      postId,
      text,
      linksIn(text).map(url => ({ url, hidden: hidden.has(url) })),
    )
    await announcePost(actor, postId, post, 'edited')
    const fresh = mentionsIn(text).filter(id => !mentionsIn(post.text).includes(id))
    if (fresh.length > 0)
      await enqueue({ communityId: actor.communityId, kind: 'tell-about-post', payload: { postId, only: fresh } })
    return shownToWriter(actor, postId)
  })
}

/** The author, or who keeps order in the group. It is gone for readers at once, and for good after ten minutes. */
export async function deletePost(actor: Actor, postId: string): Promise<void> {
  await transaction(async () => {
    const post = await standing(actor, postId)
    await demandInside(actor, rightToDelete(actor, post), post.group_id)
    await setPostDeleted(actor.communityId, postId, actor.memberId)
    await announcePost(actor, postId, post, 'deleted')
  })
}

export async function restorePost(actor: Person, postId: string): Promise<Post> {
  return transaction(async () => {
    const post = await lockPost(actor.communityId, postId)
    const inTime = post?.deleted_at && nowDate().getTime() - post.deleted_at.getTime() < undoMinutes * 60_000
    if (!post || post.deleted_by !== actor.memberId || !inTime) throw new Refusal('not_found')
    await demandInside(actor, 'group.read', post.group_id)
    await setPostDeleted(actor.communityId, postId, null)
    await announcePost(actor, postId, post, 'created')
    return getPost(actor, postId)
  })
}

/** The sender takes the preview of a link away, or puts it back; everybody's screen follows. */
export async function hideLink(actor: Person, postId: string, place: number, hidden: boolean): Promise<void> {
  await transaction(async () => {
    const post = await standing(actor, postId)
    await demandInside(actor, 'group.read', post.group_id)
    if (post.author_id !== actor.memberId) throw new Refusal('forbidden')
    if (!post.links[place]) throw new Refusal('not_found')
    await setPostLinks(
      actor.communityId,
      postId,
      post.links.map((link, n) => (n === place ? { ...link, hidden } : link)),
    )
    await announcePost(actor, postId, post, 'edited')
  })
}

/** Persons their own, and whoever keeps order; a bot what it may manage. */
export const rightToDelete = (actor: Actor, { author_id }: { author_id: string }): 'group.read' | 'group.moderate' =>
  actor.kind === 'person' && author_id === actor.memberId ? 'group.read' : 'group.moderate'

async function standing(actor: Actor, postId: string): Promise<PostPlace> {
  const post = await lockPost(actor.communityId, postId)
  if (!post || post.deleted_at) throw new Refusal('not_found')
  return post
}

const announcePost = (
  actor: Actor,
  postId: string,
  post: PostPlace,
  verb: 'created' | 'edited' | 'deleted',
): Promise<void> =>
  announce({
    communityId: actor.communityId,
    topic: 'post',
    field: 'feed',
    verb,
    subjectId: postId,
    groupId: post.group_id,
    actorId: actor.memberId,
  })
