import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { AttachedFile, FileIds } from './files.ts'
import { Link } from './posts.ts'
import { route } from './route.ts'

/** What somebody wrote where posts wait for those who keep order. Its author reads it, and they do. */
export const WaitingPost = Type.Object({
  id: Id,
  author: MemberRef,
  text: Type.String(),
  links: Type.Array(Link),
  files: Type.Array(AttachedFile),
  sentAt: Instant,
  /** Of the reader's own: to be taken back, not to be settled. */
  mine: Type.Boolean(),
})
export type WaitingPost = Static<typeof WaitingPost>

/** Instead of `createPost`, where the reader `may.propose`. The same key is the same proposal. */
export const proposePost = route('POST', '/groups/:groupId/waiting-posts', {
  body: Type.Object({
    text: Type.String({ maxLength: 20_000 }),
    idempotencyKey: Type.Optional(Type.String({ minLength: 8, maxLength: 100 })),
    hiddenLinks: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 20 })),
    files: FileIds,
  }),
  answer: WaitingPost,
})
/** The oldest first: all of them for who keeps order, else the reader's own. */
export const listWaitingPosts = route('GET', '/groups/:groupId/waiting-posts', {
  query: Type.Object(Paging),
  answer: page(WaitingPost),
})
/** Posts it in its author's name, or declines it; its author is told either way. `postId`: what it became. */
export const settleWaitingPost = route('POST', '/groups/:groupId/waiting-posts/:waitingId/settle', {
  body: Type.Object({ approve: Type.Boolean() }),
  answer: Type.Object({ postId: nullable(Id) }),
})
/** Takes back one's own. */
export const withdrawWaitingPost = route('DELETE', '/groups/:groupId/waiting-posts/:waitingId', { answer: Done })
