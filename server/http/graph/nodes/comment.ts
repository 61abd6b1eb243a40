import { commentId, lastId, postId } from '../../../../contract/graph/ids.ts'
import { deleteComment } from '../../../domain/posts/comments.ts'
import { type PlainComment, plainComments } from '../../../domain/posts/post-pages.sql.ts'
import { reachedComments } from '../../../domain/posts/posts.sql.ts'
import { attachmentsOf } from '../attached.ts'
import { commentLink, instant, said } from '../formats.ts'
import { toMessage } from '../message.ts'
import { node, type TypedNode } from '../node.ts'
import { members } from './member.ts'
import { posts } from './post.ts'

const outerId = (row: PlainComment): string => commentId(row.post_id, row.id)

export const comments: TypedNode<PlainComment> = node<PlainComment>({
  name: 'Comment',
  idOf: outerId,
  load: (call, ids) =>
    call.caller.holds('read_content') ? plainComments(call.caller.bot, ids.map(lastId)) : Promise.resolve([]),
  reach: async (call, ids) =>
    new Set((await reachedComments(call.caller.bot, ids.map(lastId))).map(row => commentId(row.post_id, row.id))),
  defaults: ['created_time', 'from', 'message', 'id'],
  fields: {
    id: outerId,
    created_time: row => instant(row.created_at),
    message: row => said(toMessage(row.text).message),
    attachment: (row, call) => attachmentsOf(call, row, { id: outerId(row), url: commentLink(row.post_id, row.id) })[0],
    message_tags: (row, call) => {
      const { tags } = toMessage(row.text, [call.caller.bot.memberId])
      return tags.length > 0 ? tags : undefined
    },
    comment_count: row => row.reply_count,
    like_count: row => row.like_count,
    can_comment: (row, call) => row.parent_comment_id === null && call.caller.could('manage_content'),
    can_like: (_, call) => call.caller.could('manage_content'),
    can_remove: (_, call) => call.caller.could('manage_content'),
    can_hide: () => false,
    can_reply_privately: () => false,
    permalink_url: row => commentLink(row.post_id, row.id),
  },
  links: {
    from: { to: members, id: row => row.author_id, fields: ['name', 'id'] },
    object: { to: posts, id: row => postId(row.group_id, row.post_id), fields: ['id'] },
    parent: {
      to: { linked: (...asked) => comments.linked(...asked) },
      id: row => (row.parent_comment_id === null ? undefined : commentId(row.post_id, row.parent_comment_id)),
      fields: ['created_time', 'from', 'message', 'id'],
    },
  },
  remove: async (call, id) => {
    await deleteComment(call.caller.bot, lastId(id))
    call.caller.holds('manage_content')
    return { success: true }
  },
})
