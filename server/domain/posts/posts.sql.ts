import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import { maybe, none, rows, run, type Sql, sql } from '../../platform/db.ts'
import type { Actor, Bot } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { type FileRow, filesOn } from '../files/files.sql.ts'

export interface StoredLink {
  url: string
  hidden: boolean
}

export interface AuthorColumns {
  author_id: string
  author_name: string
  author_kind: 'person' | 'bot'
  author_picture: string | null
  author_title: string | null
}

export interface PostRow extends AuthorColumns {
  id: string
  group_id: string
  group_name: string
  group_cover: string
  group_archived: boolean
  group_privacy: Privacy
  text: string
  format: string
  links: StoredLink[]
  files: FileRow[] | null
  notice_event: string | null
  /** Whose notice it is, to say its neutral sentence. */
  integration_id: string | null
  installation_id: string | null
  created_at: Date
  edited_at: Date | null
  counts: Record<string, number> | null
  mine: ReactionKind | null
  comment_count: number
  seen_count: number
  my_role: GroupRole | null
}

export const authorColumns = sql`a.id as author_id, a.name as author_name, a.kind as author_kind, a.picture as author_picture, a.title as author_title`

export const countsOf = (subject: Sql, community: Sql): Sql => sql`(
  select jsonb_object_agg(kind, n) from (
    select kind, count(*)::int as n from reactions r where r.community_id = ${community} and r.subject_id = ${subject} group by kind) as counted)`

/** A post with everything a card shows, for one reader; for nobody in particular where `reader` is 0. */
const columns = (reader: string): Sql => sql`
  p.id, p.group_id, g.name as group_name, g.cover as group_cover, g.archived_at is not null as group_archived, g.privacy as group_privacy, p.text, p.format, p.links, ${filesOn(sql`p.id`, sql`p.community_id`)} as files,
  p.installation_id, ni.integration_id, p.created_at, p.edited_at, ${authorColumns}, ${countsOf(sql`p.id`, sql`p.community_id`)} as counts,
  (select n.event from notices n where p.is_notice and n.community_id = p.community_id and n.post_id = p.id) as notice_event,
  (select r.kind from reactions r where r.community_id = p.community_id and r.subject_id = p.id and r.member_id = ${reader}) as mine,
  (select count(*)::int from comments c where c.community_id = p.community_id and c.post_id = p.id and c.deleted_at is null) as comment_count,
  (select count(*)::int from seen s where s.community_id = p.community_id and s.post_id = p.id) as seen_count,
  (select m.role from memberships m where m.community_id = p.community_id and m.group_id = p.group_id and m.member_id = ${reader}) as my_role`

const tables = sql`posts p
  join groups g on g.community_id = p.community_id and g.id = p.group_id
  join members a on a.community_id = p.community_id and a.id = p.author_id
  left join installations ni on ni.community_id = p.community_id and ni.id = p.installation_id`

export const groupFeedPage = (
  actor: Actor,
  groupId: string,
  before: string | undefined,
  limit: number,
): Promise<PostRow[]> =>
  rows<PostRow>(sql`
    select ${columns(actor.memberId)} from ${tables}
    where p.community_id = ${actor.communityId} and p.group_id = ${groupId} and p.deleted_at is null ${before ? sql`and p.id < ${before}::bigint` : none}
    order by p.id desc limit ${limit}`)

/** What is new in the actor's own groups: the newest of each by its index, so that a quiet group costs what a loud one costs. */
export const homeFeedPage = (actor: Actor, before: string | undefined, limit: number): Promise<PostRow[]> =>
  rows<PostRow>(sql`
    with newest as materialized (
      select f.id from memberships mm
      join groups mg on mg.community_id = mm.community_id and mg.id = mm.group_id and mg.archived_at is null
      cross join lateral (
        select f.id from posts f
        where f.community_id = mm.community_id and f.group_id = mm.group_id and f.deleted_at is null ${before ? sql`and f.id < ${before}::bigint` : none}
          and (f.installation_id is null or not exists (select from integration_mutes im
            where im.community_id = f.community_id and im.group_id = f.group_id and im.installation_id = f.installation_id and im.member_id = mm.member_id))
        order by f.id desc limit ${limit}) as f
      where mm.community_id = ${actor.communityId} and mm.member_id = ${actor.memberId}
      order by f.id desc limit ${limit}
    )
    select ${columns(actor.memberId)} from ${tables}
    where p.community_id = ${actor.communityId} and p.id = any(array(select id from newest))
    order by p.id desc`)

/** Posts that the actor may read, by their ids. */
export const readablePosts = (actor: Actor, ids: readonly string[]): Promise<PostRow[]> =>
  rows<PostRow>(sql`
    select ${columns(actor.memberId)} from ${tables}
    where p.community_id = ${actor.communityId} and p.id = any(${ids}::bigint[]) and p.deleted_at is null and ${visible(actor, 'group.read', sql`g`)}`)

/** Posts for the live stream: nobody's in particular. */
export const postsForAll = (communityId: string, ids: readonly string[]): Promise<PostRow[]> =>
  rows<PostRow>(sql`
    select ${columns('0')} from ${tables}
    where p.community_id = ${communityId} and p.id = any(${ids}::bigint[]) and p.deleted_at is null`)

/** Posts that stand in groups the bot reaches, whether or not it may read them. */
export const reachedPosts = (bot: Bot, ids: readonly string[]): Promise<{ id: string; group_id: string }[]> =>
  rows(sql`
    select p.id, p.group_id from posts p join groups g on g.community_id = p.community_id and g.id = p.group_id
    where p.community_id = ${bot.communityId} and p.id = any(${ids}::bigint[]) and p.deleted_at is null and ${visible(bot, 'group.see', sql`g`)}`)

/** The same for comments. */
export const reachedComments = (bot: Bot, ids: readonly string[]): Promise<{ id: string; post_id: string }[]> =>
  rows(sql`
    select c.id, c.post_id from comments c
    join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
    join groups g on g.community_id = c.community_id and g.id = c.group_id
    where c.community_id = ${bot.communityId} and c.id = any(${ids}::bigint[]) and c.deleted_at is null and ${visible(bot, 'group.see', sql`g`)}`)

export interface PostPlace {
  group_id: string
  author_id: string
  text: string
  links: StoredLink[]
  is_notice: boolean
  /** How many files hang on it. */
  file_count: number
  installation_id: string | null
  deleted_at: Date | null
  deleted_by: string | null
}

/** Where a post stands, to be changed: its row is kept from others until the transaction ends. */
export const lockPost = (communityId: string, postId: string): Promise<PostPlace | undefined> =>
  maybe<PostPlace>(sql`
    select group_id, author_id, text, links, is_notice, installation_id, deleted_at, deleted_by,
      (select count(*)::int from attachments t where t.community_id = posts.community_id and t.subject_id = posts.id) as file_count
    from posts
    where community_id = ${communityId} and id = ${postId} for update`)

export const updatePost = (
  communityId: string,
  postId: string,
  text: string,
  links: readonly StoredLink[],
): Promise<number> =>
  run(sql`
    update posts set text = ${text}, links = ${JSON.stringify(links)}::jsonb, edited_at = now()
    where community_id = ${communityId} and id = ${postId}`)

export const setPostLinks = (communityId: string, postId: string, links: readonly StoredLink[]): Promise<number> =>
  run(
    sql`update posts set links = ${JSON.stringify(links)}::jsonb where community_id = ${communityId} and id = ${postId}`,
  )

export const setPostDeleted = (communityId: string, postId: string, by: string | null): Promise<number> =>
  run(sql`
    update posts set deleted_by = ${by}, deleted_at = case when ${by}::bigint is null then null else now() end
    where community_id = ${communityId} and id = ${postId}`)

export const insertEdit = (communityId: string, subjectId: string, text: string, by: string): Promise<number> =>
  run(
    sql`insert into edits (community_id, subject_id, text, edited_by) values (${communityId}, ${subjectId}, ${text}, ${by})`,
  )
