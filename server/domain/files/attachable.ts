import { mostFiles } from '../../../contract/api/files.ts'
import { rows, type Sql, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'

/** The actor's own files, which may be hung on something; one that is not there any more, or is somebody else's, is told in one sentence. */
export async function demandAttachable(actor: Actor, fileIds: readonly string[]): Promise<readonly string[]> {
  const wanted = [...new Set(fileIds)]
  if (wanted.length === 0) return wanted
  if (wanted.length > mostFiles)
    throw new Refusal('bad_input', { field: 'files', problem: 'too_many', limit: mostFiles })
  const found = await rows<{ id: string }>(sql`
    select id from files where community_id = ${actor.communityId} and id = any(${wanted}::bigint[])
      and uploaded_by = ${actor.memberId} and deleted_at is null and not is_portrait`)
  if (found.length < wanted.length) throw new Refusal('file_gone')
  return wanted
}

/** A part of the statement that makes a post (comment: null) or a comment: what hangs on it, by its row `i` of `made`, with `files` a list of numbers. */
export const attachedTo = (input: Sql, subject: { readonly post: Sql; readonly comment: Sql }): Sql => sql`
  insert into attachments (community_id, subject_id, place, file_id, post_id, comment_id, group_id)
  select i.community_id, i.id, named.place, named.id::bigint, ${subject.post}, ${subject.comment}, i.group_id
  from ${input}, jsonb_array_elements_text(i.files) with ordinality as named(id, place)`
