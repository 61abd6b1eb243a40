import type { Comment } from '../../../contract/api/posts.ts'
import { nowDate } from '../../platform/clock.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Actor, Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announce } from '../events/announce.ts'
import { rightToDelete, undoMinutes } from './change-post.ts'
import {
  type CommentPlace,
  commentById,
  commentsPage,
  lockComment,
  setCommentDeleted,
  setCommentLinks,
  updateComment,
} from './comments.sql.ts'
import { insertEdit } from './posts.sql.ts'
import { presentComment } from './present-comment.ts'
import { answerablePost, type PageAsked, readablePost } from './read-posts.ts'
import { linksIn, mentionsIn } from './read-text.ts'
import { readerOf } from './reader-of.ts'

/** Comments and replies of a post, oldest first. */
export async function listComments(
  actor: Person,
  postId: string,
  asked: PageAsked,
): Promise<{ items: Comment[]; next: string | null }> {
  await readablePost(actor, postId)
  const limit = asked.limit ?? 25
  const found = await commentsPage(actor.communityId, postId, actor.memberId, readIdCursor(asked.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const reader = readerOf(actor)
  return {
    items: page.map(row => presentComment(row, reader)),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

export async function editComment(actor: Person, commentId: string, text: string): Promise<Comment> {
  return transaction(async () => {
    const comment = await standing(actor, commentId)
    await demandInside(actor, 'group.comment', comment.group_id)
    if (comment.author_id !== actor.memberId) throw new Refusal('forbidden')
    if (comment.file_count === 0) visibleText('text', text)
    if (comment.text !== text) {
      const hidden = new Set(comment.links.filter(link => link.hidden).map(link => link.url))
      await insertEdit(actor.communityId, commentId, comment.text, actor.memberId)
      await updateComment(
        actor.communityId,
        commentId,
        text,
        linksIn(text).map(url => ({ url, hidden: hidden.has(url) })),
      )
      await announceComment(actor, commentId, comment, 'edited')
      await tellMentioned(actor, commentId, comment.text, text)
    }
    const row = await commentById(actor.communityId, commentId, actor.memberId)
    if (!row) throw new Refusal('not_found')
    return presentComment(row, readerOf(actor))
  })
}

async function tellMentioned(actor: Person, commentId: string, before: string, after: string): Promise<void> {
  const known = mentionsIn(before)
  const only = mentionsIn(after).filter(id => !known.includes(id))
  if (only.length > 0)
    await enqueue({ communityId: actor.communityId, kind: 'tell-about-comment', payload: { commentId, only } })
}

export async function deleteComment(actor: Actor, commentId: string): Promise<void> {
  await transaction(async () => {
    const comment = await standing(actor, commentId)
    await demandInside(actor, rightToDelete(actor, comment), comment.group_id)
    await setCommentDeleted(actor.communityId, commentId, actor.memberId)
    await announceComment(actor, commentId, comment, 'deleted')
  })
}

/** By who deleted it, within the time in which a post can be taken back. */
export async function restoreComment(actor: Person, commentId: string): Promise<Comment> {
  return transaction(async () => {
    const comment = await lockComment(actor.communityId, commentId)
    const gone = comment?.deleted_at
    const inTime = gone && nowDate().getTime() - gone.getTime() < undoMinutes * 60_000
    if (!comment || comment.deleted_by !== actor.memberId || !inTime) throw new Refusal('not_found')
    await readablePost(actor, comment.post_id)
    await demandInside(actor, 'group.read', comment.group_id)
    await setCommentDeleted(actor.communityId, commentId, null)
    await announceComment(actor, commentId, comment, 'created')
    const row = await commentById(actor.communityId, commentId, actor.memberId)
    if (!row) throw new Refusal('not_found')
    return presentComment(row, readerOf(actor))
  })
}

/** As for a post: the sender takes the preview of a link away, or puts it back. */
export async function hideCommentLink(actor: Person, commentId: string, place: number, hidden: boolean): Promise<void> {
  await transaction(async () => {
    const comment = await standing(actor, commentId)
    if (comment.author_id !== actor.memberId) throw new Refusal('forbidden')
    if (!comment.links[place]) throw new Refusal('not_found')
    const links = comment.links.map((link, n) => (n === place ? { ...link, hidden } : link))
    await setCommentLinks(actor.communityId, commentId, links)
    await announceComment(actor, commentId, comment, 'edited')
  })
}

async function standing(actor: Actor, commentId: string): Promise<CommentPlace> {
  const comment = await lockComment(actor.communityId, commentId)
  if (!comment || comment.deleted_at) throw new Refusal('not_found')
  await answerablePost(actor, comment.post_id)
  return comment
}

const announceComment = (
  actor: Actor,
  commentId: string,
  comment: CommentPlace,
  verb: 'created' | 'edited' | 'deleted',
): Promise<void> =>
  announce({
    communityId: actor.communityId,
    topic: 'comment',
    field: 'comments',
    verb,
    subjectId: commentId,
    groupId: comment.group_id,
    actorId: actor.memberId,
    data: { postId: comment.post_id },
  })

/** Where an answer to a post or to a comment goes: replies are one level deep, and an answer to a reply stands beside it. */
export async function placeOfComment(actor: Actor, subjectId: string): Promise<{ postId: string; parentId?: string }> {
  const comment = await lockComment(actor.communityId, subjectId)
  if (!comment) return { postId: subjectId }
  if (comment.deleted_at) throw new Refusal('not_found')
  return { postId: comment.post_id, parentId: comment.parent_id ?? subjectId }
}
