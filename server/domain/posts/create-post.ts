/**
 * Posts and what hangs on them: comments, reactions, who has seen them. Creating one is a hot verb: post, event, jobs and notice go in one
 * statement that callers share.
 */
import type { Post, TextFormat } from '../../../contract/api/posts.ts'
import { maybe, sql } from '../../platform/db.ts'
import { wakeWorkers } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { together } from '../../platform/together.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Actor } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import type { GroupFacts } from '../access/rules.ts'
import { announced } from '../events/announce.ts'
import { attachedTo, demandAttachable } from '../files/attachable.ts'
import { filesNamed } from '../files/files.sql.ts'
import { authorColumns, type PostRow, type StoredLink } from './posts.sql.ts'
import { presentPost } from './present-post.ts'
import { shownToWriter } from './read-posts.ts'
import { linksIn, mentionsIn } from './read-text.ts'
import { readerOf } from './reader-of.ts'

export interface NewPost {
  /** Where the post has a name before it is made. */
  readonly id?: string | undefined
  readonly groupId: string
  readonly text: string
  /** Markdown where absent; programs may write plain text. */
  readonly format?: TextFormat | undefined
  /** The same key with the same text is the same post. */
  readonly idempotencyKey?: string | undefined
  /** Links whose preview the sender removed before sending. */
  readonly hiddenLinks?: readonly string[] | undefined
  readonly notice?: NewNotice | undefined
  /** Files of the actor's own, in order. */
  readonly files?: readonly string[] | undefined
}

/** A notice: the post holds no content, the sealed values stand beside it. */
export interface NewNotice {
  readonly event: string
  readonly audience: 'checked' | 'group'
  readonly inboundEventId: string
  /** Base64 of the sealed content. */
  readonly content: string
}

export async function createPost(actor: Actor, post: NewPost): Promise<Post> {
  const facts = await demand(actor, 'group.post', post.groupId)
  return writePost(actor, post, facts)
}

/** The same where somebody else decided that it may be written (settle-waiting-post.ts). */
export async function writePost(
  actor: Actor,
  post: NewPost,
  { membership }: Pick<GroupFacts, 'membership'> = { membership: 'member' },
): Promise<Post> {
  if (!post.notice && !post.files?.length) visibleText('text', post.text)
  const files = await demandAttachable(actor, post.files ?? [])
  const jobs = mentionsIn(post.text).length > 0 ? ['tell-about-post'] : []
  const links = linksIn(post.text).map(url => ({ url, hidden: post.hiddenLinks?.includes(url) ?? false }))
  const row = await insert({
    id: post.id ?? null,
    community_id: actor.communityId,
    group_id: post.groupId,
    author_id: actor.memberId,
    text: post.text,
    format: post.format ?? 'markdown',
    links,
    installation_id: actor.kind === 'bot' ? actor.installationId : null,
    idempotency_key: post.idempotencyKey ?? null,
    notice: post.notice ?? null,
    files,
    jobs,
  })
  if (!row) return same(actor, post)
  announced()
  if (jobs.length > 0) wakeWorkers()
  return presentPost({ ...row, my_role: membership }, readerOf(actor))
}

interface InputRow {
  id: string | null
  community_id: string
  group_id: string
  author_id: string
  text: string
  format: TextFormat
  links: readonly StoredLink[]
  installation_id: string | null
  idempotency_key: string | null
  notice: NewNotice | null
  files: readonly string[]
  jobs: readonly string[]
}

const insert = together<InputRow, PostRow & { n: number }>(
  batch => sql`
    with input as materialized (
      select coalesce(r.id, nextval('ids')) as id, r.n, r.community_id, r.group_id, r.author_id, r.text, r.format, r.links, r.installation_id, r.idempotency_key,
        r.notice, r.files, r.jobs
      from jsonb_to_recordset(${batch}) as r(n int, id bigint, community_id bigint, group_id bigint, author_id bigint, text text, format text, links jsonb, installation_id bigint, idempotency_key text, notice jsonb, files jsonb, jobs jsonb)
    ), made as (
      insert into posts (community_id, id, group_id, author_id, text, format, links, is_notice, installation_id, idempotency_key)
      select community_id, id, group_id, author_id, text, format, links, notice is not null and notice <> 'null', installation_id, idempotency_key from input
      on conflict do nothing
      returning id, created_at
    ), happened as (
      insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id)
      select i.community_id, 'post', 'feed', 'created', i.id, i.group_id, i.author_id from input i join made using (id)
    ), queued as (
      insert into jobs (community_id, kind, payload, installation_id)
      select i.community_id, j.kind, jsonb_build_object('postId', i.id::text), i.installation_id
      from input i join made using (id), jsonb_array_elements_text(i.jobs) as j(kind)
    ), noted as (
      insert into notices (community_id, post_id, installation_id, inbound_event_id, event, audience, content)
      select i.community_id, i.id, i.installation_id, (i.notice ->> 'inboundEventId')::bigint, i.notice ->> 'event', i.notice ->> 'audience',
        decode(i.notice ->> 'content', 'base64')
      from input i join made using (id) where i.notice <> 'null'
    ), attached as (${attachedTo(sql`input i join made using (id)`, { post: sql`i.id`, comment: sql`null::bigint` })})
    select i.n, i.id, i.group_id, g.name as group_name, g.cover as group_cover, false as group_archived, g.privacy as group_privacy, i.text, i.format, i.links,
      i.notice ->> 'event' as notice_event, i.installation_id, ni.integration_id, made.created_at, null as edited_at, null as counts, null as mine,
      ${filesNamed(sql`i.files`, sql`i.community_id`)} as files, 0 as comment_count, 0 as seen_count, null as my_role, ${authorColumns}
    from made
    join input i using (id)
    join groups g on g.community_id = i.community_id and g.id = i.group_id
    join members a on a.community_id = i.community_id and a.id = i.author_id
    left join installations ni on ni.community_id = i.community_id and ni.id = i.installation_id`,
)

/** Sent before with this key: the same post where it said the same, else a refusal. */
async function same(actor: Actor, post: NewPost): Promise<Post> {
  const before = await maybe<{ id: string; text: string; group_id: string }>(sql`
    select id, text, group_id from posts
    where community_id = ${actor.communityId} and author_id = ${actor.memberId} and idempotency_key = ${post.idempotencyKey ?? null}`)
  if (!before || before.text !== post.text || before.group_id !== post.groupId)
    throw new Refusal('idempotency_conflict')
  return shownToWriter(actor, before.id)
}
