import { rows, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announce } from '../events/announce.ts'
import { discardFile } from '../files/change-file.ts'
import { openFiles, setFileDeleted, standing } from '../files/files.sql.ts'
import { setCommentDeleted } from './comments.sql.ts'
import { setPostDeleted } from './posts.sql.ts'

/** Takes a picture or file away from wherever it hangs, by who may keep order there. What said nothing else goes with it. */
export async function deleteFile(actor: Actor, fileId: string): Promise<void> {
  if ((await openFiles(actor, [fileId])).length === 0) throw new Refusal('not_found')
  const places = await placesOf(actor.communityId, fileId)
  if (places.length === 0) return discardFile(actor, fileId)
  await transaction(async () => {
    for (const { group_id } of places) await demandInside(actor, 'group.moderate', group_id)
    await setFileDeleted(actor, fileId)
    for (const place of places) await follow(actor, place)
  })
}

interface Place {
  subject_id: string
  post_id: string
  comment_id: string | null
  group_id: string
  /** No words, and no other file. */
  emptied: boolean
}

const placesOf = (communityId: string, fileId: string): Promise<Place[]> =>
  rows<Place>(sql`
    select t.subject_id, t.post_id, t.comment_id, t.group_id, btrim(coalesce(
        (select c.text from comments c where c.community_id = t.community_id and c.id = t.comment_id),
        (select p.text from posts p where p.community_id = t.community_id and p.id = t.post_id))) = ''
      and not exists (select from attachments o join files f on f.community_id = o.community_id and f.id = o.file_id and f.deleted_at is null
        where o.community_id = t.community_id and o.subject_id = t.subject_id and o.file_id <> t.file_id) as emptied
    from attachments t where t.community_id = ${communityId} and t.file_id = ${fileId} and ${standing(sql`t`)}`)

async function follow(actor: Actor, { subject_id, post_id, comment_id, group_id, emptied }: Place): Promise<void> {
  if (emptied && comment_id === null) await setPostDeleted(actor.communityId, subject_id, actor.memberId)
  if (emptied && comment_id !== null) await setCommentDeleted(actor.communityId, subject_id, actor.memberId)
  await announce({
    communityId: actor.communityId,
    topic: comment_id === null ? 'post' : 'comment',
    field: comment_id === null ? 'feed' : 'comments',
    verb: emptied ? 'deleted' : 'edited',
    subjectId: subject_id,
    groupId: group_id,
    actorId: actor.memberId,
    ...(comment_id !== null && { data: { postId: post_id } }),
  })
}
