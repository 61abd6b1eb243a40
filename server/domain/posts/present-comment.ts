import type { Comment } from '../../../contract/api/posts.ts'
import { groupRules } from '../access/rules.ts'
import { presentFiles } from '../files/present-file.ts'
import type { CommentRow } from './comments.sql.ts'
import { authorOf, factsOf, type Reader } from './present-post.ts'

/** A deleted comment is an empty place: its words, its links and what people thought of them are gone. */
export function presentComment(row: CommentRow, reader: Reader): Comment {
  const own = row.author_id === reader.memberId
  const deleted = row.deleted_at !== null
  const facts = factsOf(row, reader)
  return {
    id: row.id,
    postId: row.post_id,
    parentId: row.parent_id,
    author: authorOf(row),
    text: deleted ? '' : row.text,
    format: row.format === 'plain' ? 'plain' : 'markdown',
    links: deleted ? [] : row.links,
    files: deleted ? [] : presentFiles(row.files),
    createdAt: row.created_at.toISOString(),
    editedAt: deleted ? null : (row.edited_at?.toISOString() ?? null),
    deleted,
    reactions: { counts: deleted ? {} : (row.counts ?? {}), mine: deleted ? null : row.mine },
    may: {
      edit: own && !deleted && groupRules['group.comment'](facts),
      delete: !deleted && (own || groupRules['group.moderate'](facts)),
      hidePreview: own && !deleted && row.links.length > 0,
    },
  }
}
