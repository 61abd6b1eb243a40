import type { MemberRef } from '../../../contract/api/basics.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { none, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Actor } from '../access/actor.ts'
import { announce } from '../events/announce.ts'
import { countsOf } from './posts.sql.ts'
import type { PageAsked } from './read-posts.ts'
import { readableSubject } from './readable-subject.ts'

/** Reacts to a post or comment; one reaction a person, null takes it back. */
export async function react(actor: Actor, subjectId: string, kind: ReactionKind | null) {
  const place = await readableSubject(actor, subjectId, 'group.comment')
  return transaction(async () => {
    const changed = await setReaction(actor, subjectId, kind)
    if (changed > 0) {
      const counts = await reactionCounts(actor.communityId, subjectId)
      await announce({
        communityId: actor.communityId,
        topic: 'reaction',
        field: 'reactions',
        verb: 'changed',
        subjectId,
        groupId: place.group_id,
        actorId: actor.memberId,
        data: { by: actor.memberId, kind, counts },
      })
      if (kind)
        await enqueue({
          communityId: actor.communityId,
          kind: 'tell-about-reaction',
          payload: { subjectId, by: actor.memberId, postId: place.post_id },
        })
    }
    return { counts: await reactionCounts(actor.communityId, subjectId), mine: kind }
  })
}

/** Who reacted, and how. */
export async function listReactions(actor: Actor, subjectId: string, asked: PageAsked) {
  await readableSubject(actor, subjectId)
  const limit = asked.limit ?? 25
  const after = readIdCursor(asked.after)
  const found = await rows<MemberRef & { reaction: ReactionKind }>(sql`
    select m.id, m.name, m.kind, m.picture, m.title, r.kind as reaction
    from reactions r join members m on m.community_id = r.community_id and m.id = r.member_id
    where r.community_id = ${actor.communityId} and r.subject_id = ${subjectId} ${after ? sql`and m.id > ${after}::bigint` : none}
    order by m.id limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ reaction, ...member }) => ({ member, kind: reaction })),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
}

const setReaction = (actor: Actor, subjectId: string, kind: ReactionKind | null): Promise<number> =>
  kind
    ? run(sql`
        insert into reactions (community_id, subject_id, member_id, kind) values (${actor.communityId}, ${subjectId}, ${actor.memberId}, ${kind})
        on conflict (community_id, subject_id, member_id) do update set kind = excluded.kind, reacted_at = now() where reactions.kind <> excluded.kind`)
    : run(sql`
        delete from reactions where community_id = ${actor.communityId} and subject_id = ${subjectId} and member_id = ${actor.memberId}`)

async function reactionCounts(communityId: string, subjectId: string): Promise<Record<string, number>> {
  const { counts } = await one<{ counts: Record<string, number> | null }>(
    sql`select ${countsOf(sql`${subjectId}::bigint`, sql`${communityId}::bigint`)} as counts`,
  )
  return counts ?? {}
}
