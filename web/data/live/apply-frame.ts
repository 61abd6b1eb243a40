/**
 * Puts what the stream says into what was read before. Only where a frame says that something is stale without saying what it is
 * now is anything asked again, and then once for a burst of frames.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { LiveFrame } from '../../../contract/api/live.ts'
import { getNotice, getPreview } from '../../../contract/api/previews.ts'
import { getMe, type Me } from '../../../contract/api/session.ts'
import { changeComments, countComment, dropComment, putComment } from '../comments-cache.ts'
import { putNotification, setUnread } from '../notifications.ts'
import { changePosts, dropPost, putPost } from '../posts-cache.ts'
import { keyOf } from '../query.ts'
import { askAgain } from './ask-again.ts'

export function applyFrame(client: QueryClient, frame: LiveFrame): void {
  if (frame.type === 'post') applyPost(client, frame)
  else if (frame.type === 'post_deleted') dropPost(client, frame.postId)
  else if (frame.type === 'comment') applyComment(client, frame)
  else if (frame.type === 'comment_deleted') dropComment(client, frame.commentId, frame.postId)
  else if (frame.type === 'reactions') applyReactions(client, frame)
  else if (frame.type === 'notification') applyNotification(client, frame)
  else askAgain(client, frame)
}

type Frame<Kind extends LiveFrame['type']> = Extract<LiveFrame, { type: Kind }>

/** What a post's cards and its notice say comes from elsewhere: after a change they are asked for again, where they are in sight. */
function applyPost(client: QueryClient, { post, verb, home }: Frame<'post'>): void {
  putPost(client, post, home)
  if (verb === 'created') return
  void client.invalidateQueries({ queryKey: keyOf(getNotice, { params: { postId: post.id } }) })
  void client.invalidateQueries({
    predicate: ({ queryKey: [path, params] }) =>
      path === getPreview.path && (params as { subjectId?: string }).subjectId === post.id,
  })
}

function applyComment(client: QueryClient, { comment, verb }: Frame<'comment'>): void {
  putComment(client, comment)
  if (verb === 'created') countComment(client, comment)
}

function applyNotification(client: QueryClient, { notification, unread }: Frame<'notification'>): void {
  setUnread(client, unread)
  putNotification(client, notification)
}

function applyReactions(client: QueryClient, frame: Frame<'reactions'>): void {
  const me = client.getQueryData<Me>(keyOf(getMe))?.memberId
  const change = <T extends { reactions: { mine: typeof frame.kind } }>(subject: T): T => ({
    ...subject,
    reactions: { counts: frame.counts, mine: frame.by === me ? frame.kind : subject.reactions.mine },
  })
  changePosts(client, frame.subjectId, change)
  changeComments(client, frame.subjectId, change)
}
