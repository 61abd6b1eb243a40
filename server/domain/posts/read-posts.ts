import type { Post } from '../../../contract/api/posts.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { groupFeedPage, homeFeedPage, type PostRow, postsForAll, reachedPosts, readablePosts } from './posts.sql.ts'
import { presentPost } from './present-post.ts'
import { reactionsOf } from './reactions.sql.ts'
import { readerOf } from './reader-of.ts'

export interface PageAsked {
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

export interface PostPage {
  items: Post[]
  next: string | null
}

/** A group's posts, newest first. */
export async function groupFeed(actor: Actor, groupId: string, asked: PageAsked): Promise<PostPage> {
  const { communityId } = actor
  return pageOf(actor, asked, async (before, limit) => {
    const [{ membership }, page] = await Promise.all([
      demandInside(actor, 'group.read', groupId),
      groupFeedPage({ communityId, groupId, before, limit }),
    ])
    const mine = await reactionsOf(actor, page)
    return page.map(row => ({ ...row, mine: mine[row.id] ?? null, my_role: membership }))
  })
}

/** What is new in the actor's groups. */
export const homeFeed = (actor: Actor, asked: PageAsked): Promise<PostPage> =>
  pageOf(actor, asked, (before, limit) => homeFeedPage(actor, before, limit))

export async function getPost(actor: Actor, postId: string): Promise<Post> {
  return presentPost(await readablePost(actor, postId), readerOf(actor))
}

/** A post as whoever just wrote or changed it sees it. A bot need not be allowed to read what others write to be shown what it wrote. */
export async function shownToWriter(actor: Actor, postId: string): Promise<Post> {
  const [row] = await (actor.kind === 'bot' ? postsForAll(actor.communityId, [postId]) : readablePosts(actor, [postId]))
  if (!row) throw new Refusal('not_found')
  return presentPost(row, readerOf(actor))
}

/** A post to answer to. Persons read it; to a bot that it stands in a group in scope is enough. */
export async function answerablePost(actor: Actor, postId: string): Promise<{ group_id: string }> {
  const [post] = actor.kind === 'bot' ? await reachedPosts(actor, [postId]) : [await readablePost(actor, postId)]
  if (!post) throw new Refusal('not_found')
  return post
}

/** The row of a post that the actor may read; what they may not read is not there. */
export async function readablePost(actor: Actor, postId: string): Promise<PostRow> {
  const [row] = await readablePosts(actor, [postId])
  if (!row) throw new Refusal('not_found')
  return row
}

async function pageOf(
  actor: Actor,
  asked: PageAsked,
  read: (before: string | undefined, limit: number) => Promise<PostRow[]>,
): Promise<PostPage> {
  const limit = asked.limit ?? 25
  const found = await read(readIdCursor(asked.after), limit + 1)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const reader = readerOf(actor)
  return {
    items: page.map(row => presentPost(row, reader)),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}
