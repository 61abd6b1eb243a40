/**
 * Puts one post wherever it was read before: feeds, its own page, what a search found. The live stream and the reader's own changes
 * go through here, so that nothing has to be asked again.
 */
import type { QueryClient } from '@tanstack/react-query'
import { getPost, groupFeed, homeFeed, type Post } from '../../contract/api/posts.ts'
import { type FoundPost, searchPosts } from '../../contract/api/search.ts'
import { keyOf, type Pages } from './query.ts'

/**
 * A new post goes to its place in the feeds it belongs to; one that is there already is replaced. What the reader thinks of it is
 * left alone: the stream's posts are made for everyone.
 */
export function putPost(client: QueryClient, post: Post, home = true): void {
  changePosts(client, post.id, ({ reactions: { mine } }) => ({ ...post, reactions: { ...post.reactions, mine } }))
  const place = (pages: Pages<Post> | undefined) => pages && placed(pages, post)
  if (home) client.setQueriesData<Pages<Post>>({ queryKey: [homeFeed.path] }, place)
  client.setQueryData<Pages<Post>>(keyOf(groupFeed, { params: { groupId: post.group.id } }), place)
}

export function changePosts(client: QueryClient, postId: string, change: (post: Post) => Post): void {
  const changeOne = (post: Post): Post => (post.id === postId ? change(post) : post)
  const inFeed = (pages: Pages<Post> | undefined) => pages && mapped(pages, changeOne)
  client.setQueriesData<Pages<Post>>({ queryKey: [homeFeed.path] }, inFeed)
  client.setQueriesData<Pages<Post>>({ queryKey: [groupFeed.path] }, inFeed)
  client.setQueryData<Post>(keyOf(getPost, { params: { postId } }), post => post && change(post))
  client.setQueriesData<Pages<FoundPost>>(
    { queryKey: [searchPosts.path] },
    pages =>
      pages && mapped(pages, found => (found.post.id === postId ? { ...found, post: change(found.post) } : found)),
  )
}

/** Its own page is asked for again, and says itself that there is nothing here any more. */
export function dropPost(client: QueryClient, postId: string): void {
  const without = (pages: Pages<Post> | undefined) => pages && filtered(pages, post => post.id !== postId)
  client.setQueriesData<Pages<Post>>({ queryKey: [homeFeed.path] }, without)
  client.setQueriesData<Pages<Post>>({ queryKey: [groupFeed.path] }, without)
  client.setQueriesData<Pages<FoundPost>>(
    { queryKey: [searchPosts.path] },
    pages => pages && filtered(pages, found => found.post.id !== postId),
  )
  void client.resetQueries({ queryKey: keyOf(getPost, { params: { postId } }) })
}

/** Newest first. A post older than all that was read waits for its page. */
function placed(pages: Pages<Post>, post: Post): Pages<Post> {
  const all = pages.pages.flatMap(page => page.items)
  if (all.some(one => one.id === post.id)) return pages
  const at = pages.pages.findIndex(page => page.items.some(one => isNewer(post, one)))
  const last = pages.pages.at(-1)
  if (at < 0 && last?.next) return pages
  const target = at < 0 ? pages.pages.length - 1 : at
  const place = (items: Post[]) => {
    const before = items.findIndex(one => isNewer(post, one))
    return before < 0 ? [...items, post] : [...items.slice(0, before), post, ...items.slice(before)]
  }
  return {
    ...pages,
    pages: pages.pages.map((page, number) => (number === target ? { ...page, items: place(page.items) } : page)),
  }
}

/** Ids are one sequence in the order of time. */
const isNewer = (post: Post, than: Post): boolean => BigInt(post.id) > BigInt(than.id)

const mapped = <T>(pages: Pages<T>, change: (item: T) => T): Pages<T> => ({
  ...pages,
  pages: pages.pages.map(page => ({ ...page, items: page.items.map(change) })),
})

const filtered = <T>(pages: Pages<T>, keep: (item: T) => boolean): Pages<T> => ({
  ...pages,
  pages: pages.pages.map(page => ({ ...page, items: page.items.filter(keep) })),
})
