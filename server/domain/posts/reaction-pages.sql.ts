/** Who reacted to something, and who has seen it, as programs ask: many subjects at once, in pages. */
import { none, rows, type Sql, sql } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { namedColumns, type Profile } from '../community/profiles.sql.ts'

export interface Reacted extends Profile {
  parent_id: string
  reaction: string
  at: Date
}

export interface ReactionsAsked {
  /** Only of this kind. */
  readonly kind: string | undefined
  readonly since: Date | undefined
  readonly until: Date | undefined
}

const asked = ({ kind, since, until }: ReactionsAsked): Sql => sql`
  ${kind ? sql`and r.kind = ${kind}` : none} ${since ? sql`and r.reacted_at >= ${since}` : none} ${until ? sql`and r.reacted_at <= ${until}` : none}`

export async function reactionsTo(bot: Bot, subjects: readonly string[], only: ReactionsAsked, window: Window) {
  const found = await rows<Reacted>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(subjects)} cross join lateral (
      select ${namedColumns(bot)}, r.kind as reaction, r.reacted_at as at from reactions r
      join members m on m.community_id = r.community_id and m.id = r.member_id
      where r.community_id = ${bot.communityId} and r.subject_id = parents.id ${asked(only)}
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, subjects, window)
}

export interface Counted {
  n: number
  /** The bot's own reaction. */
  mine: string | null
}

export async function countReactions(
  bot: Bot,
  subjects: readonly string[],
  only: ReactionsAsked,
): Promise<Map<string, Counted>> {
  const found = await rows<Counted & { subject_id: string }>(sql`
    select r.subject_id, count(*)::int as n, max(r.kind) filter (where r.member_id = ${bot.memberId}) as mine from reactions r
    where r.community_id = ${bot.communityId} and r.subject_id = any(${subjects}::bigint[]) ${asked(only)} group by r.subject_id`)
  return new Map(found.map(row => [row.subject_id, row]))
}

export interface Seen extends Profile {
  parent_id: string
  seen_at: Date
}

export interface SeenAsked {
  readonly since: Date | undefined
  readonly until: Date | undefined
}

const within = ({ since, until }: SeenAsked): Sql => sql`
  ${since ? sql`and s.seen_at >= ${since}` : none} ${until ? sql`and s.seen_at <= ${until}` : none}`

export async function seenBy(bot: Bot, posts: readonly string[], only: SeenAsked, window: Window) {
  const found = await rows<Seen>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(posts)} cross join lateral (
      select ${namedColumns(bot)}, s.seen_at from seen s
      join members m on m.community_id = s.community_id and m.id = s.member_id
      where s.community_id = ${bot.communityId} and s.post_id = parents.id ${within(only)}
      ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, posts, window)
}

export async function countSeen(bot: Bot, posts: readonly string[], only: SeenAsked): Promise<Map<string, number>> {
  const found = await rows<{ post_id: string; n: number }>(sql`
    select s.post_id, count(*)::int as n from seen s
    where s.community_id = ${bot.communityId} and s.post_id = any(${posts}::bigint[]) ${within(only)} group by s.post_id`)
  return new Map(found.map(row => [row.post_id, row.n]))
}
