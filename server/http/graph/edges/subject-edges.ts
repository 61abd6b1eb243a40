/** What hangs on posts and comments alike: answers, likes, reactions; on posts also who has seen them. */
import { lastId } from '../../../../contract/graph/ids.ts'
import type { Bot } from '../../../domain/access/actor.ts'
import {
  commentsOnPosts,
  countComments,
  countReplies,
  type PlainComment,
  repliesToComments,
} from '../../../domain/posts/post-pages.sql.ts'
import {
  countReactions,
  countSeen,
  type Reacted,
  type ReactionsAsked,
  reactionsTo,
  type Seen,
  seenBy,
} from '../../../domain/posts/reaction-pages.sql.ts'
import type { Cut, Window } from '../../../platform/pages.ts'
import type { Asked } from '../asked.ts'
import { instant } from '../formats.ts'
import { asText } from '../lenient.ts'
import { type Edge, edge } from '../node.ts'
import { comments } from '../nodes/comment.ts'
import { members } from '../nodes/member.ts'
import { nothing } from '../nothing.ts'
import type { RowPage } from '../paging.ts'
import { reactionKind, reactionName } from '../reactions.ts'
import { createComment, like, unlike } from '../writes/posts.ts'
import { byId } from './community-edges.ts'

/** Lists are kept by our number; a caller knows the subject by its outer id. */
export async function byOuterId<T>(
  parents: readonly string[],
  read: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
) {
  const found = await read(parents.map(lastId))
  return new Map(
    parents.flatMap(parent => {
      const one = found.get(lastId(parent))
      return one === undefined ? [] : [[parent, one] as const]
    }),
  )
}

const stream = (asked: Asked): boolean => asText(asked.params.filter)?.toLowerCase() === 'stream'

interface CommentsOf {
  pages(
    bot: Bot,
    parents: readonly string[],
    asked: Asked,
    window: Window,
  ): Promise<Map<string, Cut<PlainComment & { parent_id: string }>>>
  count(bot: Bot, parents: readonly string[], asked: Asked): Promise<Map<string, number>>
}

const commentsEdge = ({ pages, count }: CommentsOf): Edge =>
  edge('comments', {
    needs: ['read_content'],
    to: comments,
    pages: (call, parents, asked) =>
      byOuterId<RowPage<PlainComment & { parent_id: string }>>(parents, async ids => {
        const { bot } = call.caller
        const window = { ...byId(asked), ascending: asked.order !== 'reverse_chronological' }
        const found = await pages(bot, ids, asked, window)
        const totals = asked.summary ? await count(bot, ids, asked) : undefined
        const order = window.ascending ? 'chronological' : 'reverse_chronological'
        return new Map(
          [...found].map(([id, page]) => [
            id,
            {
              ...page,
              ...(totals && {
                total: totals.get(id) ?? 0,
                summary: { order, can_comment: call.caller.granted.includes('manage_content') },
              }),
            },
          ]),
        )
      }),
    cursorOf: row => row.id,
    create: createComment,
  })

const reactionsEdge = (path: 'likes' | 'reactions', changes: Pick<Edge, 'create' | 'remove'>): Edge =>
  edge(path, {
    needs: ['read_content'],
    to: members,
    own: path === 'reactions' ? { type: (row: Reacted) => reactionName(row.reaction) } : {},
    ownByDefault: path === 'reactions' ? ['type'] : [],
    pages: (call, parents, asked) =>
      byOuterId(parents, async ids => {
        const { bot } = call.caller
        const only: ReactionsAsked = {
          kind: path === 'likes' ? 'like' : reactionKind(asText(asked.params.type)),
          since: asked.since,
          until: asked.until,
        }
        const found = await reactionsTo(bot, ids, only, byId(asked))
        const totals = asked.summary ? await countReactions(bot, ids, only) : undefined
        return new Map(
          [...found].map(([id, page]) => [
            id,
            {
              ...page,
              ...(totals && { total: totals.get(id)?.n ?? 0, summary: summaryOf(path, totals.get(id)?.mine ?? null) }),
            },
          ]),
        )
      }),
    cursorOf: row => row.id,
    ...changes,
  })

const summaryOf = (path: 'likes' | 'reactions', mine: string | null): Record<string, unknown> =>
  path === 'likes'
    ? { can_like: true, has_liked: mine === 'like' }
    : { viewer_reaction: mine === null ? 'NONE' : reactionName(mine) }

const answers = {
  likes: reactionsEdge('likes', { create: like, remove: unlike }),
  reactions: reactionsEdge('reactions', {}),
}

const between = ({ since, until }: Asked) => ({ since, until })

export const postEdges: Readonly<Record<string, Edge>> = {
  ...answers,
  comments: commentsEdge({
    pages: (bot, ids, asked, window) => commentsOnPosts(bot, ids, { ...between(asked), stream: stream(asked) }, window),
    count: (bot, ids, asked) => countComments(bot, ids, { stream: stream(asked) }),
  }),
  seen: edge('seen', {
    needs: ['read_content'],
    to: members,
    own: { seen_time: (row: Seen) => instant(row.seen_at) },
    ownByDefault: ['seen_time'],
    pages: (call, parents, asked) =>
      byOuterId(parents, async ids => {
        const { bot } = call.caller
        const found = await seenBy(bot, ids, between(asked), byId(asked))
        const totals = asked.summary ? await countSeen(bot, ids, between(asked)) : undefined
        return new Map([...found].map(([id, page]) => [id, { ...page, ...(totals && { total: totals.get(id) ?? 0 }) }]))
      }),
    cursorOf: row => row.id,
  }),
  // Posts are not shared on here.
  sharedposts: nothing('read_content'),
}

export const commentEdges: Readonly<Record<string, Edge>> = {
  ...answers,
  comments: commentsEdge({
    pages: (bot, ids, asked, window) => repliesToComments(bot, ids, { ...between(asked), stream: true }, window),
    count: (bot, ids) => countReplies(bot, ids),
  }),
}
