import type { GroupRole, Privacy } from '../../../contract/api/groups.ts'
import type { ReactionKind } from '../../../contract/api/posts.ts'
import { limited, maybe, none, rows, run, type Sql, sql } from '../../platform/db.ts'
import { sharedRead } from '../../platform/shared-read.ts'
import type { Actor, Bot } from '../access/actor.ts'
import { visible } from '../access/visible.ts'
import { type FileRow, filesOnEach } from '../files/files.sql.ts'

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

/** Whoever reads: a member, or nobody in particular. */
const nobody = '0'

/**
 * Posts with everything a card shows, newest first, for one reader. `chosen` says which, of posts `p` in groups `g`. What hangs on them is looked
 * up for all of them at once: a look for each of twenty-five cost half as much again (decision 0029).
 */
const cards = (communityId: string, reader: string, chosen: Sql): Sql => sql`
  with page as materialized (
    select p.id, p.group_id, g.name as group_name, g.cover as group_cover, g.archived_at is not null as group_archived, g.privacy as group_privacy,
      p.text, p.format, p.links, p.is_notice, p.installation_id, ni.integration_id, p.created_at, p.edited_at, ${authorColumns}
    from posts p
    join groups g on g.community_id = p.community_id and g.id = p.group_id
    join members a on a.community_id = p.community_id and a.id = p.author_id
    left join installations ni on ni.community_id = p.community_id and ni.id = p.installation_id
    where p.community_id = ${communityId} and p.deleted_at is null and ${chosen}
  )
  select page.*, files.files, reacted.counts, n.event as notice_event, own.kind as mine, coalesce(said.n, 0) as comment_count,
    coalesce(seen_by.n, 0) as seen_count, m.role as my_role
  from page
  left join ${filesOnEach(onPage, communityId)} as files on files.subject_id = page.id
  left join ${countsOfEach(communityId)} as reacted on reacted.subject_id = page.id
  left join notices n on page.is_notice and n.community_id = ${communityId} and n.post_id = page.id
  left join reactions own on own.community_id = ${communityId} and own.subject_id = page.id and own.member_id = ${reader}
  left join (
    select post_id, count(*)::int as n from comments
    where community_id = ${communityId} and post_id = any(${onPage}) and deleted_at is null group by post_id
  ) as said on said.post_id = page.id
  left join (
    select post_id, count(*)::int as n from seen where community_id = ${communityId} and post_id = any(${onPage}) group by post_id
  ) as seen_by on seen_by.post_id = page.id
  left join memberships m on m.community_id = ${communityId} and m.group_id = page.group_id and m.member_id = ${reader}
  order by page.id desc`

const onPage = sql`array(select id from page)`

const countsOfEach = (communityId: string): Sql => sql`(
  select subject_id, jsonb_object_agg(kind, n) as counts from (
    select subject_id, kind, count(*)::int as n from reactions
    where community_id = ${communityId} and subject_id = any(${onPage}) group by subject_id, kind) as counted
  group by subject_id)`

export interface FeedPage {
  readonly communityId: string
  readonly groupId: string
  readonly before: string | undefined
  readonly limit: number
}

/**
 * A group's posts, newest first: nobody's in particular, so that all who open the group at the same time share one look. Whether they may, and what is
 * their own of it, is asked for each.
 */
export const groupFeedPage = sharedRead(({ communityId, groupId, before, limit }: FeedPage) =>
  rows<PostRow>(
    cards(
      communityId,
      nobody,
      sql`p.group_id = ${groupId} ${before ? sql`and p.id < ${before}::bigint` : none} order by p.id desc ${limited(limit)}`,
    ),
  ),
)

/** What is new in the actor's own groups: the newest of each by its index, so that a quiet group costs what a loud one costs. */
export const homeFeedPage = (actor: Actor, before: string | undefined, limit: number): Promise<PostRow[]> =>
  rows<PostRow>(
    cards(
      actor.communityId,
      actor.memberId,
      sql`p.id = any(array(
        select f.id from memberships mm
        join groups mg on mg.community_id = mm.community_id and mg.id = mm.group_id and mg.archived_at is null
        cross join lateral (
          select f.id from posts f
          where f.community_id = mm.community_id and f.group_id = mm.group_id and f.deleted_at is null ${before ? sql`and f.id < ${before}::bigint` : none}
          order by f.id desc ${limited(limit)}) as f
        where mm.community_id = ${actor.communityId} and mm.member_id = ${actor.memberId}
        order by f.id desc ${limited(limit)}))`,
    ),
  )

/** Posts that the actor may read, by their ids. */
export const readablePosts = (actor: Actor, ids: readonly string[]): Promise<PostRow[]> =>
  rows<PostRow>(
    cards(
      actor.communityId,
      actor.memberId,
      sql`p.id = any(${ids}::bigint[]) and ${visible(actor, 'group.read', sql`g`)}`,
    ),
  )

/** Posts for the live stream: nobody's in particular. */
export const postsForAll = (communityId: string, ids: readonly string[]): Promise<PostRow[]> =>
  rows<PostRow>(cards(communityId, nobody, sql`p.id = any(${ids}::bigint[])`))

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
