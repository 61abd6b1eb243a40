/** The same for comments: one that came, changed or went, wherever the comments of its post were read. */
import type { QueryClient } from '@tanstack/react-query'
import { type Comment, listComments } from '../../contract/api/posts.ts'
import { changePosts } from './posts-cache.ts'
import { itemsOf, keyOf, type Pages } from './query.ts'

/** Comments counted already: a reader's own one comes twice, as the answer and by the stream. */
const counted = new Set<string>()

/** `own`: the reader just wrote it, and it shows even where pages before it were not read. */
export function putComment(client: QueryClient, comment: Comment, own = false): void {
  changeComments(client, comment.id, before => ({ ...comment, reactions: before.reactions }))
  client.setQueryData<Pages<Comment>>(keyOf(listComments, { params: { postId: comment.postId } }), pages => {
    if (!pages || itemsOf(pages).some(one => one.id === comment.id)) return pages
    return pages.pages.at(-1)?.next && !own ? pages : inPlace(pages, comment)
  })
}

export function countComment(client: QueryClient, comment: Comment): void {
  if (!isFirst(comment.id)) return
  counted.delete(`gone ${comment.id}`)
  changePosts(client, comment.postId, post => ({ ...post, commentCount: post.commentCount + 1 }))
}

export function changeComments(client: QueryClient, commentId: string, change: (comment: Comment) => Comment): void {
  client.setQueriesData<Pages<Comment>>({ queryKey: [listComments.path] }, pages => {
    if (!pages || !itemsOf(pages).some(one => one.id === commentId)) return pages
    return withItems(pages, items => items.map(one => (one.id === commentId ? change(one) : one)))
  })
}

/** One with replies stays as an empty place. */
export function dropComment(client: QueryClient, commentId: string, postId: string): void {
  client.setQueryData<Pages<Comment>>(keyOf(listComments, { params: { postId } }), pages => {
    if (!pages) return pages
    const hasReplies = itemsOf(pages).some(one => one.parentId === commentId && !one.deleted)
    return withItems(pages, items =>
      hasReplies
        ? items.map(one => (one.id === commentId ? { ...one, deleted: true, text: '', links: [] } : one))
        : items.filter(one => one.id !== commentId),
    )
  })
  if (!isFirst(`gone ${commentId}`)) return
  counted.delete(commentId)
  changePosts(client, postId, post => ({ ...post, commentCount: Math.max(0, post.commentCount - 1) }))
}

function isFirst(mark: string): boolean {
  if (counted.has(mark)) return false
  if (counted.size > 2_000) counted.clear()
  counted.add(mark)
  return true
}

/** At the end, unless it is one that came back: then before what was said since. */
function inPlace(pages: Pages<Comment>, comment: Comment): Pages<Comment> {
  const later = itemsOf(pages).find(one => BigInt(one.id) > BigInt(comment.id))
  if (later) return withItems(pages, items => items.flatMap(one => (one === later ? [comment, one] : [one])))
  const last = pages.pages.at(-1)
  return {
    ...pages,
    pages: pages.pages.map(page => (page === last ? { ...page, items: [...page.items, comment] } : page)),
  }
}

const withItems = (pages: Pages<Comment>, change: (items: Comment[]) => Comment[]): Pages<Comment> => ({
  ...pages,
  pages: pages.pages.map(page => ({ ...page, items: change(page.items) })),
})
