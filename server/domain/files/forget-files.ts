import { rows, run, type Sql, sql } from '../../platform/db.ts'
import { removeParts, type StoredPart } from '../../platform/storage.ts'
import { partsOf } from './change-file.ts'
import type { StoredFile } from './files.sql.ts'

/** At a time; the rest follows with the next turn of the clock. */
const batch = 500

/**
 * Forgets what was begun and never finished, or uploaded and hung on nothing, after a day; and, after thirty days, what hung on posts that are gone: until then they
 * may come back, with a bot that comes back.
 */
export async function forgetFiles(): Promise<void> {
  const begun = await rows<{ community_id: string; id: string; parts: StoredPart[] }>(sql`
    delete from uploads where (community_id, id) in (
      select community_id, id from uploads where began_at < now() - interval '1 day' limit ${batch} for update skip locked)
    returning community_id, id, parts`)
  await removeParts(begun.flatMap(upload => upload.parts))
  await drop(
    sql`f.uploaded_at < now() - interval '1 day' and ${loose} and not exists (${hangs}) and not exists (${sent})`,
  )
  await drop(sql`f.deleted_at < now() - interval '30 days'`)
  await drop(sql`f.category_id is not null and exists (select from library_categories c
    where c.community_id = f.community_id and c.id = f.category_id and c.deleted_at < now() - interval '30 days')`)
  await drop(
    sql`f.uploaded_at < now() - interval '30 days' and ${loose} and not exists (${hangs} and (${recent})) and not exists (${sent})`,
  )
}

/** Neither somebody's picture nor brought into the library, nor on what waits to be posted. */
const loose = sql`not f.is_portrait and f.category_id is null and not exists (
  select from waiting_posts w where w.community_id = f.community_id and w.files @> array[f.id])`

/** In a message that somebody has a copy of. */
const sent = sql`select from messages x where x.community_id = f.community_id and x.file_id = f.id`

const hangs = sql`select from attachments t where t.community_id = f.community_id and t.file_id = f.id`

/** The post and the comment it hangs on are there, or were until lately. */
const recent = sql`
  exists (select from posts p where p.community_id = t.community_id and p.id = t.post_id and (p.deleted_at is null or p.deleted_at > now() - interval '30 days'))
  and (t.comment_id is null or exists (select from comments c
    where c.community_id = t.community_id and c.id = t.comment_id and (c.deleted_at is null or c.deleted_at > now() - interval '30 days')))`

async function drop(which: Sql): Promise<void> {
  const gone = await rows<Pick<StoredFile, 'forms' | 'id'> & { community_id: string }>(sql`
    select f.community_id, f.id, f.forms from files f where ${which} order by f.uploaded_at limit ${batch}`)
  if (gone.length === 0) return
  const [communities, ids] = [gone.map(row => row.community_id), gone.map(row => row.id)]
  const these = sql`(select * from unnest(${communities}::bigint[], ${ids}::bigint[]))`
  // Rows first: bytes without a row are named by nothing, a row without bytes would be a hole.
  await run(sql`delete from attachments where (community_id, file_id) in ${these}`)
  await run(sql`delete from files where (community_id, id) in ${these}`)
  await removeParts(gone.flatMap(partsOf))
}
