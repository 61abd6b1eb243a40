import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, PageQuery, page } from './basics.ts'
import { AttachedFile, FileIds } from './files.ts'
import { route } from './route.ts'

export const reactionKinds = ['like', 'love', 'laugh', 'wow', 'sad', 'thanks'] as const
export const ReactionKind = Type.Enum(reactionKinds)
export type ReactionKind = (typeof reactionKinds)[number]

/** What people write is Markdown; programs may write plain text. */
export const textFormats = ['markdown', 'plain'] as const
export const TextFormat = Type.Enum(textFormats)
export type TextFormat = (typeof textFormats)[number]

/** A link found in a text, in order. `hidden`: the sender removed its preview. */
export const Link = Type.Object({ url: Type.String(), hidden: Type.Boolean() })

export const Reactions = Type.Object({
  counts: Type.Record(Type.String(), Type.Integer()),
  mine: nullable(ReactionKind),
})

const may = Type.Object({ edit: Type.Boolean(), delete: Type.Boolean(), hidePreview: Type.Boolean() })

/**
 * Text is the Markdown subset of docs (bold, italic, code, lists, quotes, links); a mention is `@[Name](memberId)`.
 * A notice's `text` is its neutral sentence in the reader's language; what it says is asked for with getNotice.
 */
export const Post = Type.Object({
  id: Id,
  group: Type.Object({ id: Id, name: Type.String(), cover: Type.String() }),
  author: MemberRef,
  text: Type.String(),
  format: TextFormat,
  links: Type.Array(Link),
  files: Type.Array(AttachedFile),
  isNotice: Type.Boolean(),
  createdAt: Instant,
  editedAt: nullable(Instant),
  reactions: Reactions,
  commentCount: Type.Integer(),
  seenCount: Type.Integer(),
  may: Type.Object({ ...may.properties, comment: Type.Boolean() }),
})
export type Post = Static<typeof Post>

export const Comment = Type.Object({
  id: Id,
  postId: Id,
  parentId: nullable(Id),
  author: MemberRef,
  text: Type.String(),
  format: TextFormat,
  links: Type.Array(Link),
  files: Type.Array(AttachedFile),
  createdAt: Instant,
  editedAt: nullable(Instant),
  /** A deleted comment that has replies stays as an empty place. */
  deleted: Type.Boolean(),
  reactions: Reactions,
  may,
})
export type Comment = Static<typeof Comment>

/** What carries files may say nothing. */
const Text = Type.String({ maxLength: 20_000 })
/** The client's own key: the same key with the same text answers the same post, so a retry never doubles. */
const IdempotencyKey = Type.Optional(Type.String({ minLength: 8, maxLength: 100 }))

export const homeFeed = route('GET', '/feed', { query: PageQuery, answer: page(Post) })
export const groupFeed = route('GET', '/groups/:groupId/posts', { query: PageQuery, answer: page(Post) })
export const createPost = route('POST', '/groups/:groupId/posts', {
  body: Type.Object({
    text: Text,
    idempotencyKey: IdempotencyKey,
    hiddenLinks: Type.Optional(Type.Array(Type.String({ maxLength: 4_000 }), { maxItems: 20 })),
    files: FileIds,
  }),
  answer: Post,
})
export const getPost = route('GET', '/posts/:postId', { answer: Post })
export const editPost = route('PATCH', '/posts/:postId', { body: Type.Object({ text: Text }), answer: Post })
export const deletePost = route('DELETE', '/posts/:postId', { answer: Done })
/** Undo of a deletion, by who deleted it, within ten minutes. */
export const restorePost = route('POST', '/posts/:postId/restore', { answer: Post })

export const listComments = route('GET', '/posts/:postId/comments', { query: PageQuery, answer: page(Comment) })
export const createComment = route('POST', '/posts/:postId/comments', {
  body: Type.Object({ text: Text, parentId: Type.Optional(Id), idempotencyKey: IdempotencyKey, files: FileIds }),
  answer: Comment,
})
export const editComment = route('PATCH', '/comments/:commentId', {
  body: Type.Object({ text: Text }),
  answer: Comment,
})
export const deleteComment = route('DELETE', '/comments/:commentId', { answer: Done })
/** Undo of a deletion, as for posts. */
export const restoreComment = route('POST', '/comments/:commentId/restore', { answer: Comment })

/** `subjectId` is a post or a comment. null takes the reaction back. */
export const react = route('PUT', '/reactions/:subjectId', {
  body: Type.Object({ kind: nullable(ReactionKind) }),
  answer: Reactions,
})
export const listReactions = route('GET', '/reactions/:subjectId', {
  query: PageQuery,
  answer: page(Type.Object({ member: MemberRef, kind: ReactionKind })),
})

/** What a post or comment said before its edits, newest first. */
export const Edit = Type.Object({ text: Type.String(), editedAt: Instant, editedBy: MemberRef })
export const listEdits = route('GET', '/edits/:subjectId', { query: PageQuery, answer: page(Edit) })

export const markSeen = route('POST', '/seen', {
  body: Type.Object({ postIds: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  answer: Done,
})
export const listSeen = route('GET', '/posts/:postId/seen', {
  query: PageQuery,
  answer: page(Type.Object({ member: MemberRef, seenAt: Instant })),
})
