import { commentId, lastId, postId } from '../../../../contract/graph/ids.ts'
import { placeOfComment } from '../../../domain/posts/comments.ts'
import { createComment as comment } from '../../../domain/posts/create-comment.ts'
import { createPost as post } from '../../../domain/posts/create-post.ts'
import { react } from '../../../domain/posts/reactions.ts'
import { attachedIn } from '../brought.ts'
import type { GraphCall, Sent } from '../node.ts'
import { writtenIn } from '../written.ts'

export async function createPost(call: GraphCall, groupId: string, sent: Sent): Promise<unknown> {
  const made = await post(call.caller.bot, { groupId, ...(await said(call, sent)) })
  call.caller.holds('manage_content')
  return { id: postId(groupId, made.id) }
}

/** On a post, or as a reply to a comment; a reply to a reply stands beside it, as replies are one level deep here. */
export async function createComment(call: GraphCall, subject: string, sent: Sent): Promise<unknown> {
  const place = await placeOfComment(call.caller.bot, lastId(subject))
  const made = await comment(call.caller.bot, { ...place, ...(await said(call, sent)) })
  call.caller.holds('manage_content')
  return { id: commentId(made.postId, made.id) }
}

/** Words, or at least something attached; what has neither is refused before anything is fetched. */
async function said(call: GraphCall, sent: Sent) {
  const carries = sent.files.length > 0 || carriers.some(name => sent.params[name] !== undefined)
  const written = await writtenIn(call, sent, { needed: !carries })
  return { ...written, files: await attachedIn(call, sent) }
}

const carriers = ['attached_media', 'files', 'attachment_id', 'attachment_url']

export const like = (call: GraphCall, subject: string): Promise<unknown> => reactAs(call, subject, 'like')
export const unlike = (call: GraphCall, subject: string): Promise<unknown> => reactAs(call, subject, null)

async function reactAs(call: GraphCall, subject: string, kind: 'like' | null): Promise<unknown> {
  await react(call.caller.bot, lastId(subject), kind)
  call.caller.holds('manage_content')
  return { success: true }
}
