import * as contract from '../../../contract/api/posts.ts'
import * as waiting from '../../../contract/api/waiting-posts.ts'
import { deletePost, editPost, restorePost } from '../../domain/posts/change-post.ts'
import { deleteComment, editComment, listComments, restoreComment } from '../../domain/posts/comments.ts'
import { createComment } from '../../domain/posts/create-comment.ts'
import { createPost } from '../../domain/posts/create-post.ts'
import { listWaitingPosts } from '../../domain/posts/list-waiting-posts.ts'
import { proposePost } from '../../domain/posts/propose-post.ts'
import { listReactions, react } from '../../domain/posts/reactions.ts'
import { getPost, groupFeed, homeFeed } from '../../domain/posts/read-posts.ts'
import { listEdits, listSeen, markSeen } from '../../domain/posts/seen.ts'
import { settleWaitingPost, withdrawWaitingPost } from '../../domain/posts/settle-waiting-post.ts'
import type { ApiDoor } from './serve-route.ts'

export function postRoutes(door: ApiDoor): void {
  door.serve(contract.homeFeed, ({ actor, query }) => homeFeed(actor, query))
  door.serve(contract.groupFeed, ({ actor, params, query }) => groupFeed(actor, params.groupId, query))
  door.serve(contract.createPost, ({ actor, params, body }) => createPost(actor, { ...body, groupId: params.groupId }))
  door.serve(contract.getPost, ({ actor, params }) => getPost(actor, params.postId))
  door.serve(contract.editPost, ({ actor, params, body }) => editPost(actor, params.postId, body.text))
  door.serve(contract.deletePost, async ({ actor, params }) => {
    await deletePost(actor, params.postId)
    return {}
  })
  door.serve(contract.restorePost, ({ actor, params }) => restorePost(actor, params.postId))
  door.serve(contract.markSeen, async ({ actor, body }) => {
    await markSeen(actor, body.postIds)
    return {}
  })
  door.serve(contract.listSeen, ({ actor, params, query }) => listSeen(actor, params.postId, query))
}

/** What waits for those who keep order. */
export function waitingRoutes(door: ApiDoor): void {
  door.serve(waiting.proposePost, ({ actor, params, body }) => proposePost(actor, { ...body, groupId: params.groupId }))
  door.serve(waiting.listWaitingPosts, ({ actor, params, query }) => listWaitingPosts(actor, params.groupId, query))
  door.serve(waiting.settleWaitingPost, async ({ actor, params, body }) => ({
    postId: await settleWaitingPost(actor, params.groupId, params.waitingId, body.approve),
  }))
  door.serve(waiting.withdrawWaitingPost, async ({ actor, params }) => {
    await withdrawWaitingPost(actor, params.groupId, params.waitingId)
    return {}
  })
}

export function commentRoutes(door: ApiDoor): void {
  door.serve(contract.listComments, ({ actor, params, query }) => listComments(actor, params.postId, query))
  door.serve(contract.createComment, ({ actor, params, body }) =>
    createComment(actor, { ...body, postId: params.postId }),
  )
  door.serve(contract.editComment, ({ actor, params, body }) => editComment(actor, params.commentId, body.text))
  door.serve(contract.restoreComment, ({ actor, params }) => restoreComment(actor, params.commentId))
  door.serve(contract.deleteComment, async ({ actor, params }) => {
    await deleteComment(actor, params.commentId)
    return {}
  })
  door.serve(contract.react, ({ actor, params, body }) => react(actor, params.subjectId, body.kind))
  door.serve(contract.listReactions, ({ actor, params, query }) => listReactions(actor, params.subjectId, query))
  door.serve(contract.listEdits, ({ actor, params, query }) => listEdits(actor, params.subjectId, query))
}
