import Type, { type Static } from 'typebox'
import { Id } from './basics.ts'
import { Notification } from './notifications.ts'
import { Comment, Post, Reactions } from './posts.ts'

/**
 * One frame of the stream at /live (server-sent events; `id:` is `xid.id`, to be sent back as Last-Event-ID). Each frame is made for
 * the one who reads it. `resync` says that the place asked for is too old: ask for everything again.
 */
export const LiveFrame = Type.Union([
  Type.Object({
    type: Type.Literal('post'),
    verb: Type.Union([Type.Literal('created'), Type.Literal('edited')]),
    post: Post,
    /** It is of a group the reader belongs to, so it stands in their home feed too. */
    home: Type.Boolean(),
  }),
  Type.Object({ type: Type.Literal('post_deleted'), postId: Id, groupId: Id }),
  Type.Object({
    type: Type.Literal('comment'),
    verb: Type.Union([Type.Literal('created'), Type.Literal('edited')]),
    groupId: Id,
    comment: Comment,
  }),
  Type.Object({ type: Type.Literal('comment_deleted'), commentId: Id, postId: Id }),
  /** New counts; whoever reacted (`by`) has `kind` now, everybody else keeps their own. */
  Type.Object({
    type: Type.Literal('reactions'),
    subjectId: Id,
    counts: Reactions.properties.counts,
    by: Id,
    kind: Reactions.properties.mine,
  }),
  Type.Object({ type: Type.Literal('notification'), notification: Notification, unread: Type.Integer() }),
  /** The reader's groups or rights in one changed (joined, left, renamed, archived): ask for groups again. */
  Type.Object({ type: Type.Literal('groups'), groupId: Id }),
  /** An integration was enabled, disabled, removed or re-scoped: previews and integration lists are stale. */
  Type.Object({ type: Type.Literal('integrations') }),
  /** A request for an integration that concerns the reader: one they decide on, or made. */
  Type.Object({ type: Type.Literal('requests') }),
  /** The reader's own account changed elsewhere (profile, linked account). */
  Type.Object({ type: Type.Literal('me') }),
  /** Somebody wrote in a thread of the reader's. */
  Type.Object({ type: Type.Literal('threads'), threadId: Id }),
  Type.Object({ type: Type.Literal('resync') }),
])
export type LiveFrame = Static<typeof LiveFrame>
