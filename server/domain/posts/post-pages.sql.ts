/** Posts, comments and what hangs on them, as programs ask for them: many lists at once, in pages. The right to the lists is asked by who calls. */
import type { Privacy } from '../../../contract/api/groups.ts'
import { none, rows, type Sql, sql } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { sharedRead } from '../../platform/shared-read.ts'
import { readTogether } from '../../platform/together.ts'
import type { Bot, BotInSql } from '../access/actor.ts'
import { type AskedBy, asked, askedBy, inBatch } from '../access/asked-by.ts'
import { visible } from '../access/visible.ts'
import { type FileRow, filesOn } from '../files/files.sql.ts'
import type { StoredLink } from './posts.sql.ts'

export interface PlainPost {
  id: string
  group_id: string
  group_name: string
  group_privacy: Privacy
  author_id: string
  author_name: string
  text: string
  format: string
  links: StoredLink[]
  files: FileRow[] | null
  notice: { readonly event: string; readonly integration_id: string | null } | null
  created_at: Date
  /** The last change: its own, or the last comment's. */
  updated_at: Date
}

/** With where it stands in its list. */
export type ListedPost = PlainPost & { readonly parent_id: string; readonly key: string }

/** What is looked up at each post where it is asked for; else it has no files, and was changed when it was made. */
export interface PostParts {
  readonly files: boolean
  readonly changed: boolean
}

const lastComment = sql`(select max(c.id) from comments c where c.community_id = p.community_id and c.post_id = p.id and c.deleted_at is null)`

const columns = ({ files, changed }: PostParts): Sql => sql`
  p.id, p.group_id, g.name as group_name, g.privacy as group_privacy, p.author_id, a.name as author_name, p.text, p.format, p.links,
  ${files ? filesOn(sql`p.id`, sql`p.community_id`) : sql`null::jsonb`} as files, ${notice} as notice, p.created_at,
  ${changed ? lastChange : sql`p.created_at`} as updated_at`

const notice = sql`(select json_build_object('event', n.event, 'integration_id', ni.integration_id) from notices n
  left join installations ni on ni.community_id = n.community_id and ni.id = p.installation_id
  where p.is_notice and n.community_id = p.community_id and n.post_id = p.id)`

const lastChange = sql`greatest(p.created_at, p.edited_at,
  (select max(c.created_at) from comments c where c.community_id = p.community_id and c.post_id = p.id and c.deleted_at is null))`

const tables = sql`posts p
  join groups g on g.community_id = p.community_id and g.id = p.group_id
  join members a on a.community_id = p.community_id and a.id = p.author_id`

/** Those of these ids that the bot may read. */
export async function plainPosts(bot: Bot, ids: readonly string[], parts: PostParts): Promise<PlainPost[]> {
  const found = await plainPost(parts).all([...new Set(ids)].map(id => ({ ...askedBy(bot), id })))
  return found.filter(row => row !== undefined)
}

/** The post with this id, where the bot may read it. */
export const readablePost = (bot: BotInSql, id: Sql, parts: PostParts): Sql => sql`(
  select ${columns(parts)} from ${tables}
  where p.community_id = ${bot.communityId} and p.id = ${id} and p.deleted_at is null and ${visible(bot, 'group.read', sql`g`)} limit 1)`

/** Asked by every call that reads one: those that come together share a look-up. */
const plainPost = forParts(parts =>
  readTogether<AskedBy & { id: string }, PlainPost & { n: number }>(
    batch => sql`
      select b.n, p.* from ${asked(batch)} cross join lateral ${readablePost(inBatch, sql`b.id`, parts)} as p`,
  ),
)

/** Each of the four that can be asked for has a statement of its own. */
export function forParts<T>(make: (parts: PostParts) => T): (parts: PostParts) => T {
  const [no, yes] = [false, true]
  const [plain, changed] = [make({ files: no, changed: no }), make({ files: no, changed: yes })]
  const [withFiles, whole] = [make({ files: yes, changed: no }), make({ files: yes, changed: yes })]
  return parts => {
    if (parts.files) return parts.changed ? whole : withFiles
    return parts.changed ? changed : plain
  }
}

export interface FeedAsked {
  readonly parts: PostParts
  /** By the last comment instead of by when they were made. */
  readonly byActivity: boolean
  readonly since: Date | undefined
  readonly until: Date | undefined
}

/** Posts in each of these groups. Ids sort by time, and so do their keys. */
export async function postsInGroups(bot: Bot, groups: readonly string[], asked: FeedAsked, window: Window) {
  const found = await readGroups({ communityId: bot.communityId, groups, asked, window })
  return cutEach(found, groups, window)
}

interface GroupsRead {
  readonly communityId: string
  readonly groups: readonly string[]
  readonly asked: FeedAsked
  readonly window: Window
}

/** The same for whoever asks: all who ask for it at the same time share one look. */
const readGroups = sharedRead(({ communityId, groups, asked, window }: GroupsRead) => {
  const key = asked.byActivity ? sql`greatest(p.id, ${lastComment})` : sql`p.id`
  return rows<ListedPost>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${columns(asked.parts)}, ${key} as key from ${tables}
      where p.community_id = ${communityId} and p.group_id = parents.id and p.deleted_at is null ${between(sql`p.created_at`, asked)}
      ${windowed(key, window)}) as q`)
})

/** What each of these people wrote where the bot may read. */
export async function postsByMembers(bot: Bot, members: readonly string[], asked: FeedAsked, window: Window) {
  const found = await rows<ListedPost>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select ${columns(asked.parts)}, p.id as key from ${tables}
      where p.community_id = ${bot.communityId} and p.author_id = parents.id and p.deleted_at is null and ${visible(bot, 'group.read', sql`g`)}
        ${between(sql`p.created_at`, asked)}
      ${windowed(sql`p.id`, window)}) as q`)
  return cutEach(found, members, window)
}

/** Posts that mention each of these people, where the bot may read: found by the number in the mention, which is a word of the text. */
export async function postsMentioning(bot: Bot, members: readonly string[], asked: FeedAsked, window: Window) {
  const found = await rows<ListedPost>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select ${columns(asked.parts)}, p.id as key from ${tables}
      where p.community_id = ${bot.communityId} and p.search @@ plainto_tsquery('simple', parents.id::text)
        and p.text like '%](' || parents.id || ')%' and p.deleted_at is null and ${visible(bot, 'group.read', sql`g`)} ${between(sql`p.created_at`, asked)}
      ${windowed(sql`p.id`, window)}) as q`)
  return cutEach(found, members, window)
}

/** Posts that hold this very link, where the bot may read. */
export const postsWithLink = (bot: Bot, url: string, limit: number, parts: PostParts): Promise<PlainPost[]> =>
  rows<PlainPost>(sql`
    select ${columns(parts)} from ${tables}
    where p.community_id = ${bot.communityId} and p.deleted_at is null and p.links @> ${JSON.stringify([{ url }])}::jsonb
      and ${visible(bot, 'group.read', sql`g`)}
    order by p.id desc limit ${limit}`)

export interface PlainComment {
  id: string
  post_id: string
  group_id: string
  parent_comment_id: string | null
  author_id: string
  text: string
  format: string
  links: StoredLink[]
  files: FileRow[] | null
  created_at: Date
  reply_count: number
  like_count: number
}

const commentColumns = sql`c.id, c.post_id, c.group_id, c.parent_id as parent_comment_id, c.author_id, c.text, c.format, c.links, ${filesOn(sql`c.id`, sql`c.community_id`)} as files, c.created_at,
  (select count(*)::int from comments r where r.community_id = c.community_id and r.post_id = c.post_id and r.parent_id = c.id and r.deleted_at is null) as reply_count,
  (select count(*)::int from reactions r where r.community_id = c.community_id and r.subject_id = c.id and r.kind = 'like') as like_count`

export const plainComments = (bot: Bot, ids: readonly string[]): Promise<PlainComment[]> =>
  rows<PlainComment>(sql`
    select ${commentColumns} from comments c
    join posts p on p.community_id = c.community_id and p.id = c.post_id and p.deleted_at is null
    join groups g on g.community_id = c.community_id and g.id = c.group_id
    where c.community_id = ${bot.communityId} and c.id = any(${ids}::bigint[]) and c.deleted_at is null and ${visible(bot, 'group.read', sql`g`)}`)

export interface CommentsAsked {
  readonly since: Date | undefined
  readonly until: Date | undefined
  /** Replies too, in one list. */
  readonly stream: boolean
}

/** Comments on each of these posts. */
export async function commentsOnPosts(bot: Bot, posts: readonly string[], asked: CommentsAsked, window: Window) {
  const found = await rows<PlainComment & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(posts)} cross join lateral (
      select ${commentColumns} from comments c
      where c.community_id = ${bot.communityId} and c.post_id = parents.id and c.deleted_at is null
        ${asked.stream ? none : sql`and c.parent_id is null`} ${between(sql`c.created_at`, asked)}
      ${windowed(sql`c.id`, window)}) as q`)
  return cutEach(found, posts, window)
}

/** Replies to each of these comments. */
export async function repliesToComments(bot: Bot, comments: readonly string[], asked: CommentsAsked, window: Window) {
  const found = await rows<PlainComment & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(comments)}
    join comments parent on parent.community_id = ${bot.communityId} and parent.id = parents.id
    cross join lateral (
      select ${commentColumns} from comments c
      where c.community_id = ${bot.communityId} and c.post_id = parent.post_id and c.parent_id = parents.id and c.deleted_at is null
        ${between(sql`c.created_at`, asked)}
      ${windowed(sql`c.id`, window)}) as q`)
  return cutEach(found, comments, window)
}

export async function countComments(
  bot: Bot,
  posts: readonly string[],
  { stream }: Pick<CommentsAsked, 'stream'>,
): Promise<Map<string, number>> {
  return counted(sql`
    select c.post_id as parent_id, count(*)::int as n from comments c
    where c.community_id = ${bot.communityId} and c.post_id = any(${posts}::bigint[]) and c.deleted_at is null
      ${stream ? none : sql`and c.parent_id is null`} group by c.post_id`)
}

export async function countReplies(bot: Bot, comments: readonly string[]): Promise<Map<string, number>> {
  return counted(sql`
    select c.parent_id, count(*)::int as n from comments c
    where c.community_id = ${bot.communityId} and c.parent_id = any(${comments}::bigint[]) and c.deleted_at is null group by c.parent_id`)
}

async function counted(query: Sql): Promise<Map<string, number>> {
  const found = await rows<{ parent_id: string; n: number }>(query)
  return new Map(found.map(row => [row.parent_id, row.n]))
}

const between = (at: Sql, { since, until }: { since: Date | undefined; until: Date | undefined }): Sql => sql`
  ${since ? sql`and ${at} >= ${since}` : none} ${until ? sql`and ${at} <= ${until}` : none}`
