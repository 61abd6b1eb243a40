import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  createPost,
  deletePost,
  editPost,
  getPost,
  groupFeed,
  homeFeed,
  listEdits,
  listReactions,
  listSeen,
  type Post,
  type ReactionKind,
  react,
  restorePost,
} from '../../contract/api/posts.ts'
import { call } from './call.ts'
import { changeComments } from './comments-cache.ts'
import { changePosts, dropPost, putPost } from './posts-cache.ts'
import { ask, askPages } from './query.ts'

export const homePosts = askPages(homeFeed)
export const groupPosts = (groupId: string) => askPages(groupFeed, { params: { groupId } })
export const onePost = (postId: string) => ask(getPost, { params: { postId } })
export const editsOf = (subjectId: string) => askPages(listEdits, { params: { subjectId } })
export const reactionsTo = (subjectId: string) => askPages(listReactions, { params: { subjectId } })
export const seenBy = (postId: string) => askPages(listSeen, { params: { postId } })

export interface Draft {
  readonly groupId: string
  readonly text: string
  readonly idempotencyKey: string
  readonly hiddenLinks: string[]
  /** Ids of what was uploaded for it. */
  readonly files: string[]
}

/** The same draft sent twice makes one post: its key is its own. */
export function useCreatePost() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ groupId, ...body }: Draft) => call(createPost, { params: { groupId }, body }),
    onSuccess: post => putPost(client, post),
    meta: { quiet: true },
  })
}

export function useEditPost(postId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (text: string) => call(editPost, { params: { postId }, body: { text } }),
    onSuccess: post => putPost(client, post),
    meta: { quiet: true },
  })
}

/** Gone at once; `undo` brings it back while the server still has it. `gone` is called even though the post's card went with it. */
export function useDeletePost(post: Post, gone: (undo: () => void) => void) {
  const client = useQueryClient()
  const params = { postId: post.id }
  const restore = useMutation({
    mutationFn: () => call(restorePost, { params }),
    onSuccess: restored => putPost(client, restored),
  })
  const remove = useMutation({
    mutationFn: () => call(deletePost, { params }),
    onSuccess: () => {
      dropPost(client, post.id)
      gone(() => restore.mutate())
    },
  })
  return () => remove.mutate()
}

interface Reacted {
  readonly id: string
  readonly reactions: Post['reactions']
}

/** Shown at once, and taken back if the server refuses. */
export function useReact(subject: Reacted) {
  const client = useQueryClient()
  const show = (reactions: Post['reactions']) => {
    changePosts(client, subject.id, post => ({ ...post, reactions }))
    changeComments(client, subject.id, comment => ({ ...comment, reactions }))
  }
  return useMutation({
    mutationFn: (kind: ReactionKind | null) => call(react, { params: { subjectId: subject.id }, body: { kind } }),
    onMutate: kind => show(withMine(subject.reactions, kind)),
    onSuccess: show,
    onError: () => show(subject.reactions),
  })
}

function withMine({ counts, mine }: Post['reactions'], kind: ReactionKind | null): Post['reactions'] {
  const next = { ...counts }
  if (mine) next[mine] = Math.max(0, (next[mine] ?? 1) - 1)
  if (kind) next[kind] = (next[kind] ?? 0) + 1
  return { counts: next, mine: kind }
}
