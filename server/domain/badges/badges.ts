/** Badges: a few in stock, those of the company beside them, and who was awarded which. A badge goes by a word (workplace-graph-api.md 1.4). */
import type { Language } from '../../../contract/api/basics.ts'
import { rows, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { say } from '../../platform/words.ts'
import type { Bot } from '../access/actor.ts'
import { reachedMember } from '../access/reached-members.ts'

export interface Badge {
  /** `workplace_custom#42`, or a bare word of those in stock. */
  badge: string
  /** Of the company's own: its number, the key of its place in lists. Those in stock stand before all. */
  key: string
  name: string
  description: string
  category: 'STOCK' | 'CUSTOM'
}

const stock = ['workplace_champion'] as const

export const inStock = (language: Language): Badge[] =>
  stock.map((word, n) => ({
    badge: word,
    key: String(n + 1),
    name: say(language, `badges.${word}`),
    description: say(language, `badges.${word}.for`),
    category: 'STOCK',
  }))

const columns = sql`'workplace_custom#' || b.id as badge, b.id as key, b.name, b.description, 'CUSTOM' as category`

/** All badges there are to award, those in stock first. */
export async function badgePages(bot: Bot, window: Window): Promise<Cut<Badge>> {
  const own = await rows<Badge>(sql`
    select ${columns} from badges b where b.community_id = ${bot.communityId} and b.deleted_at is null order by b.id`)
  const all = [...inStock(bot.language), ...own]
  const at = (key: string | undefined): bigint => BigInt(key ?? 0)
  const backwards = window.before !== undefined && window.after === undefined
  const found = backwards
    ? all.filter(one => at(one.key) < at(window.before)).toReversed()
    : all.filter(one => at(one.key) > at(window.after))
  return cut(found.slice(0, window.limit + 1), window)
}

/** Badges of each of these people. */
export async function badgesOf(bot: Bot, members: readonly string[], window: Window) {
  const found = await rows<{
    parent_id: string
    key: string
    badge: string
    name: string | null
    description: string | null
  }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(members)} cross join lateral (
      select a.id as key, a.badge, b.name, b.description from awards a
      join members m on m.community_id = a.community_id and m.id = a.member_id
      left join badges b on b.community_id = a.community_id and a.badge = 'workplace_custom#' || b.id
      where a.community_id = ${bot.communityId} and a.member_id = parents.id and ${reachedMember(bot, sql`m`)} ${windowed(sql`a.id`, window)}) as q`)
  const pages = cutEach(found, members, window)
  const known = new Map(inStock(bot.language).map(one => [one.badge, one]))
  return new Map(
    [...pages].map(([id, page]) => [
      id,
      {
        ...page,
        rows: page.rows.map(({ badge, key, name, description }): Badge => {
          const standard = known.get(badge)
          return standard
            ? { ...standard, key }
            : { badge, key, name: name ?? badge, description: description ?? '', category: 'CUSTOM' }
        }),
      },
    ]),
  )
}
