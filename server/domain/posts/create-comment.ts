import type { Comment, TextFormat } from '../../../contract/api/posts.ts'
import { maybe, sql } from '../../platform/db.ts'
import { wakeWorkers } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { together } from '../../platform/together.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Actor } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { announced } from '../events/announce.ts'
import { attachedTo, demandAttachable } from '../files/attachable.ts'
import { commentById, lockComment } from './comments.sql.ts'
import { presentComment } from './present-comment.ts'
import { answerablePost } from './read-posts.ts'
import { linksIn } from './read-text.ts'
import { readerOf } from './reader-of.ts'

export interface NewComment {
  readonly postId: string
  readonly text: string
  readonly format?: TextFormat | undefined
  readonly parentId?: string | undefined
  readonly idempotencyKey?: string | undefined
  /** Files of the actor's own, in order. */
  readonly files?: readonly string[] | undefined
}

/** Comments on a post, or replies to a comment, one level deep. Whom it concerns is told by a job. */
export async function createComment(actor: Actor, comment: NewComment): Promise<Comment> {
  const post = await answerablePost(actor, comment.postId)
  await demandInside(actor, 'group.comment', post.group_id)
  if (!comment.files?.length) visibleText('text', comment.text)
  const files = await demandAttachable(actor, comment.files ?? [])
  if (comment.parentId) await demandParent(actor, comment.postId, comment.parentId)
  const made = await insert({
    community_id: actor.communityId,
    post_id: comment.postId,
    group_id: post.group_id,
    parent_id: comment.parentId ?? null,
    author_id: actor.memberId,
    text: comment.text,
    format: comment.format ?? 'markdown',
    links: linksIn(comment.text).map(url => ({ url, hidden: false })),
    installation_id: actor.kind === 'bot' ? actor.installationId : null,
    idempotency_key: comment.idempotencyKey ?? null,
    files,
  })
  announced()
  wakeWorkers()
  const row = await commentById(actor.communityId, made?.id ?? (await sameId(actor, comment)), actor.memberId)
  if (!row) throw new Refusal('not_found')
  return presentComment(row, readerOf(actor))
}

async function demandParent(actor: Actor, postId: string, parentId: string): Promise<void> {
  const parent = await lockComment(actor.communityId, parentId)
  if (!parent || parent.post_id !== postId || parent.deleted_at) throw new Refusal('not_found')
  if (parent.parent_id) throw new Refusal('comment_too_deep')
}

const insert = together<Record<string, unknown>, { n: number; id: string }>(
  batch => sql`
    with input as materialized (
      select nextval('ids') as id, r.* from jsonb_to_recordset(${batch}) as r(n int, community_id bigint, post_id bigint, group_id bigint,
        parent_id bigint, author_id bigint, text text, format text, links jsonb, installation_id bigint, idempotency_key text, files jsonb)
    ), made as (
      insert into comments (community_id, id, post_id, group_id, parent_id, author_id, text, format, links, installation_id, idempotency_key)
      select community_id, id, post_id, group_id, parent_id, author_id, text, format, links, installation_id, idempotency_key from input
      on conflict (community_id, author_id, idempotency_key) where idempotency_key is not null do nothing
      returning id
    ), happened as (
      insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id, data)
      select i.community_id, 'comment', 'comments', 'created', i.id, i.group_id, i.author_id, jsonb_build_object('postId', i.post_id::text)
      from input i join made using (id)
    ), queued as (
      insert into jobs (community_id, kind, payload)
      select i.community_id, 'tell-about-comment', jsonb_build_object('commentId', i.id::text) from input i join made using (id)
    ), attached as (${attachedTo(sql`input i join made using (id)`, { post: sql`i.post_id`, comment: sql`i.id` })})
    select i.n, i.id from made join input i using (id)`,
)

async function sameId(actor: Actor, comment: NewComment): Promise<string> {
  const before = await maybe<{ id: string; text: string; post_id: string }>(sql`
    select id, text, post_id from comments
    where community_id = ${actor.communityId} and author_id = ${actor.memberId} and idempotency_key = ${comment.idempotencyKey ?? null}`)
  if (!before || before.text !== comment.text || before.post_id !== comment.postId)
    throw new Refusal('idempotency_conflict')
  return before.id
}
