import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { commentById } from '../posts/comments.sql.ts'
import type { StoredLink } from '../posts/posts.sql.ts'
import { readablePost } from '../posts/read-posts.ts'
import { readableSubject } from '../posts/readable-subject.ts'

/** What an action is done from: the words around it, and where it is told what came of it. */
export interface ActionPlace {
  readonly groupId: string
  readonly postId: string
  /** The comment under which it is told, where it was done on a comment's card. */
  readonly parentId: string | undefined
  readonly text: string
  readonly author: string
  readonly links: readonly StoredLink[]
}

/** A post or comment that the actor may read and answer to. */
export async function placeOf(actor: Person, subjectId: string): Promise<ActionPlace> {
  const { group_id: groupId, post_id: postId, links } = await readableSubject(actor, subjectId)
  await demandInside(actor, 'group.comment', groupId)
  const at = { groupId, postId, links }
  if (postId === subjectId) {
    const { text, author_name, notice_event } = await readablePost(actor, postId)
    if (notice_event) throw new Refusal('not_found')
    return { ...at, text, author: author_name, parentId: undefined }
  }
  const comment = await commentById(actor.communityId, subjectId, actor.memberId)
  if (!comment) throw new Refusal('not_found')
  // Replies are one level deep.
  return { ...at, text: comment.text, author: comment.author_name, parentId: comment.parent_id ?? subjectId }
}
