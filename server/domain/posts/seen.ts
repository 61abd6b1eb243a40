import type { MemberRef } from '../../../contract/api/basics.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { none, rows, run, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { type PageAsked, readablePost } from './read-posts.ts'
import { readableSubject } from './readable-subject.ts'

/** These posts came into view. One's own do not count. */
export async function markSeen(actor: Person, postIds: readonly string[]): Promise<void> {
  await run(sql`
    insert into seen (community_id, post_id, member_id)
    select p.community_id, p.id, ${actor.memberId}
    from posts p join groups g on g.community_id = p.community_id and g.id = p.group_id
    where p.community_id = ${actor.communityId} and p.id = any(${postIds}::bigint[]) and p.author_id <> ${actor.memberId}
      and p.deleted_at is null and ${visible(actor, 'group.read', sql`g`)}
    on conflict do nothing`)
}

export async function listSeen(actor: Person, postId: string, asked: PageAsked) {
  await readablePost(actor, postId)
  const limit = asked.limit ?? 25
  const after = readIdCursor(asked.after)
  const found = await rows<MemberRef & { seen_at: Date }>(sql`
    select m.id, m.name, m.kind, m.picture, m.title, s.seen_at
    from seen s join members m on m.community_id = s.community_id and m.id = s.member_id
    where s.community_id = ${actor.communityId} and s.post_id = ${postId} ${after ? sql`and m.id > ${after}::bigint` : none}
    order by m.id limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ seen_at, ...member }) => ({ member, seenAt: seen_at.toISOString() })),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

/** What a post or comment said before its edits, newest first. */
export async function listEdits(actor: Person, subjectId: string, asked: PageAsked) {
  await readableSubject(actor, subjectId)
  const limit = asked.limit ?? 25
  const before = readIdCursor(asked.after)
  const found = await rows<MemberRef & { edit_id: string; text: string; edited_at: Date }>(sql`
    select e.id as edit_id, e.text, e.edited_at, m.id, m.name, m.kind, m.picture, m.title
    from edits e join members m on m.community_id = e.community_id and m.id = e.edited_by
    where e.community_id = ${actor.communityId} and e.subject_id = ${subjectId} ${before ? sql`and e.id < ${before}::bigint` : none}
    order by e.id desc limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ edit_id: _, text, edited_at, ...member }) => ({
      text,
      editedAt: edited_at.toISOString(),
      editedBy: member,
    })),
    next: found.length > limit && last ? writeCursor(last.edit_id) : null,
  }
}
