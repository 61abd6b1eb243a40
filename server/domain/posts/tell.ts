import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, rows, sql, transaction } from '../../platform/db.ts'
import { audienceOf } from '../access/audience.sql.ts'
import { groupRules } from '../access/rules.ts'
import { notify } from '../notifications/notify.ts'
import { mentionsIn } from './read-text.ts'

interface Subject {
  id: string
  post_id: string
  parent_author: string | null
  post_author: string
  community_id: string
  group_id: string
  author_id: string
  text: string
  installation_id: string | null
}

/** Tells those mentioned in a post; only who may read it. A job may run twice: who was told already is not told again. */
export async function tellAboutPost(communityId: string, postId: string, only?: readonly string[]): Promise<void> {
  const post = await maybe<Subject>(sql`
    select id, id as post_id, null as parent_author, author_id as post_author, community_id, group_id, author_id, text, installation_id
    from posts where community_id = ${communityId} and id = ${postId} and deleted_at is null`)
  if (!post) return
  const mentioned = mentionsIn(post.text).filter(id => !only || only.includes(id))
  await tell(post, 'mention', mentioned)
}

/**
 * Tells those mentioned, then whose comment was replied to, then whose post it is: each at most once for one comment.
 * After an edit only those it mentions for the first time (`only`) are told.
 */
export const tellAboutComment = (communityId: string, commentId: string, only?: readonly string[]): Promise<void> =>
  transaction(() => tellOfComment(communityId, commentId, only))

async function tellOfComment(communityId: string, commentId: string, only?: readonly string[]): Promise<void> {
  const comment = await maybe<Subject>(sql`
    select c.id, c.post_id, q.author_id as parent_author, p.author_id as post_author, c.community_id, c.group_id, c.author_id, c.text, c.installation_id
    from comments c
    join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
    left join comments q on q.community_id = c.community_id and q.id = c.parent_id and q.deleted_at is null
    where c.community_id = ${communityId} and c.id = ${commentId} and c.deleted_at is null`)
  if (!comment) return
  const mentioned = mentionsIn(comment.text)
  if (only) {
    await tell(
      comment,
      'mention',
      mentioned.filter(id => only.includes(id)),
    )
    return
  }
  const replied = comment.parent_author && !mentioned.includes(comment.parent_author) ? [comment.parent_author] : []
  const owner = [...mentioned, ...replied].includes(comment.post_author) ? [] : [comment.post_author]
  await tell(comment, 'mention', mentioned)
  await tell(comment, 'reply', replied)
  await tell(comment, 'comment', owner)
}

export async function tellAboutReaction(
  communityId: string,
  subjectId: string,
  by: string,
  postId: string,
): Promise<void> {
  const subject = await maybe<Subject>(sql`
    select s.id, ${postId}::bigint as post_id, null as parent_author, s.author_id as post_author, s.community_id, s.group_id,
      r.member_id as author_id, '' as text, null as installation_id
    from (select community_id, id, author_id, group_id from posts where deleted_at is null
      union all select community_id, id, author_id, group_id from comments where deleted_at is null) as s
    join reactions r on r.community_id = s.community_id and r.subject_id = s.id and r.member_id = ${by}
    where s.community_id = ${communityId} and s.id = ${subjectId}`)
  if (subject) await tell(subject, 'reaction', [subject.post_author])
}

async function tell(
  subject: Subject,
  kind: 'mention' | 'reply' | 'comment' | 'reaction',
  memberIds: readonly string[],
): Promise<void> {
  const waiting = memberIds.length > 0 ? await notToldYet(subject, kind, memberIds) : []
  if (waiting.length === 0) return
  const facts = await audienceOf(
    subject.community_id,
    [subject.group_id],
    waiting.map(member => member.memberId),
  )
  const readers = waiting.filter(member => {
    const known = facts(member, subject.group_id)
    return known !== undefined && groupRules['group.read'](known)
  })
  await notify(
    { communityId: subject.community_id, memberId: subject.author_id },
    {
      kind,
      memberIds: readers.map(reader => reader.memberId),
      groupId: subject.group_id,
      subjectId: subject.id,
      values: { postId: subject.post_id },
    },
  )
}

const notToldYet = (subject: Subject, kind: string, memberIds: readonly string[]) =>
  rows<{ memberId: string; role: CommunityRole }>(sql`
    select m.id as "memberId", m.role from members m
    where m.community_id = ${subject.community_id} and m.id = any(${memberIds}::bigint[]) and m.active and m.kind = 'person'
      and not exists (select from integration_mutes im
        where im.community_id = m.community_id and im.group_id = ${subject.group_id} and im.installation_id = ${subject.installation_id}::bigint
          and im.member_id = m.id)
      and not exists (select from notifications n
        where n.community_id = m.community_id and n.member_id = m.id and n.kind = ${kind} and n.subject_id = ${subject.id}
          and n.actor_id = ${subject.author_id})`)
