/** Files as programs ask for them: many at once, in pages. */
import type { FileKind } from '../../../contract/api/files.ts'
import { rows, type Sql, sql } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { type FileRow, opens, standing } from './files.sql.ts'

export interface PlainFile extends FileRow {
  uploaded_by: string
  uploaded_at: Date
  /** Where it hangs, as far as the bot may read; nothing where it hangs on nothing. */
  group_id: string | null
  post_id: string | null
  comment_id: string | null
  /** What was said with it. */
  message: string | null
  key: string
}

const columns = sql`f.id, f.kind, f.name, f.type, f.bytes::float8 as bytes, f.width, f.height, f.description, f.sizes, f.uploaded_by, f.uploaded_at`
/** Of the attachment `t`. */
const place = sql`t.group_id, t.post_id, t.comment_id, case when t.comment_id is null
  then (select p.text from posts p where p.community_id = t.community_id and p.id = t.post_id)
  else (select c.text from comments c where c.community_id = t.community_id and c.id = t.comment_id) end as message`

const readable = (bot: Bot): Sql => sql`${standing(sql`t`)} and exists (select from groups g
  where g.community_id = t.community_id and g.id = t.group_id and ${visible(bot, 'group.read', sql`g`)})`

/** Those of these files that the bot may open, each with the place where it hung first. */
export const plainFiles = (bot: Bot, ids: readonly string[]): Promise<PlainFile[]> =>
  rows<PlainFile>(sql`
    select ${columns}, f.id as key, h.group_id, h.post_id, h.comment_id, h.message from files f
    left join lateral (
      select ${place} from attachments t where t.community_id = f.community_id and t.file_id = f.id and ${readable(bot)} order by t.id limit 1) as h on true
    where f.community_id = ${bot.communityId} and f.id = any(${ids}::bigint[]) and ${opens(bot, sql`f`)}`)

/** What hangs in each of these groups, of one kind. The right to the groups is asked by who calls. */
export async function filesInGroups(bot: Bot, groups: readonly string[], kind: FileKind, window: Window) {
  const found = await rows<PlainFile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${columns}, t.id as key, ${place} from attachments t
      join files f on f.community_id = t.community_id and f.id = t.file_id and f.deleted_at is null and f.kind = ${kind}
      where t.community_id = ${bot.communityId} and t.group_id = parents.id and ${readable(bot)}
      ${windowed(sql`t.id`, window)}) as q`)
  return cutEach(found, groups, window)
}
