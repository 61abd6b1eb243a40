import type { FileKind, GroupFile } from '../../../contract/api/files.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, sql } from '../../platform/db.ts'
import type { Actor } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { type FileRow, standing } from './files.sql.ts'
import { presentFile } from './present-file.ts'

export interface FilesAsked {
  readonly search?: string | undefined
  readonly kind?: FileKind | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** What hangs on the posts and comments of a group, newest first. */
export async function listGroupFiles(
  actor: Actor,
  groupId: string,
  asked: FilesAsked,
): Promise<{ items: GroupFile[]; next: string | null }> {
  await demandInside(actor, 'group.read', groupId)
  const limit = asked.limit ?? 25
  const found = await filesIn(actor.communityId, groupId, { ...asked, limit: limit + 1 })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(row => ({
      file: presentFile(row),
      postId: row.post_id,
      by: { id: row.by_id, name: row.by_name, kind: row.by_kind, picture: row.by_picture, title: row.by_title },
      at: row.at.toISOString(),
    })),
    next: found.length > limit && last ? writeCursor(last.key) : null,
  }
}

interface GroupFileRow extends FileRow {
  key: string
  post_id: string
  at: Date
  by_id: string
  by_name: string
  by_kind: 'person' | 'bot'
  by_picture: string | null
  by_title: string | null
}

function filesIn(communityId: string, groupId: string, { search, kind, after, limit }: FilesAsked) {
  const before = readIdCursor(after)
  return rows<GroupFileRow>(sql`
    select t.id as key, t.post_id, f.id, f.kind, f.name, f.type, f.bytes::float8 as bytes, f.width, f.height, f.description, f.sizes, f.uploaded_at as at,
      m.id as by_id, m.name as by_name, m.kind as by_kind, m.picture as by_picture, m.title as by_title
    from attachments t
    join files f on f.community_id = t.community_id and f.id = t.file_id and f.deleted_at is null
    join members m on m.community_id = f.community_id and m.id = f.uploaded_by
    where t.community_id = ${communityId} and t.group_id = ${groupId} and ${standing(sql`t`)}
      ${before ? sql`and t.id < ${before}::bigint` : none} ${kind ? sql`and f.kind = ${kind}` : none}
      ${search ? sql`and position(lower(unaccent(${search})) in lower(unaccent(f.name))) > 0` : none}
    order by t.id desc limit ${limit ?? 25}`)
}
