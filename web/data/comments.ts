import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type Comment,
  createComment,
  deleteComment,
  editComment,
  listComments,
  restoreComment,
} from '../../contract/api/posts.ts'
import { call } from './call.ts'
import { countComment, dropComment, putComment } from './comments-cache.ts'
import { askPages } from './query.ts'

export const commentsOf = (postId: string) => askPages(listComments, { params: { postId } })

interface NewComment {
  readonly text: string
  readonly idempotencyKey: string
  readonly files: string[]
}

export function useCreateComment(postId: string, parentId?: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (comment: NewComment) =>
      call(createComment, { params: { postId }, body: { ...comment, ...(parentId && { parentId }) } }),
    onSuccess: comment => {
      putComment(client, comment, true)
      countComment(client, comment)
    },
    meta: { quiet: true },
  })
}

export function useEditComment(commentId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => call(editComment, { params: { commentId }, body: { text } }),
    onSuccess: comment => putComment(client, comment),
    meta: { quiet: true },
  })
}

/** Gone at once; `undo` brings it back while the server still has it, as with posts. */
export function useDeleteComment(comment: Comment, gone: (undo: () => void) => void) {
  const client = useQueryClient()
  const params = { commentId: comment.id }
  const restore = useMutation({
    mutationFn: () => call(restoreComment, { params }),
    onSuccess: restored => {
      putComment(client, restored, true)
      countComment(client, restored)
    },
  })
  const remove = useMutation({
    mutationFn: () => call(deleteComment, { params }),
    onSuccess: () => {
      dropComment(client, comment.id, comment.postId)
      gone(() => restore.mutate())
    },
  })
  return () => remove.mutate()
}
