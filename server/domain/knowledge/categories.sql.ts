/** Categories of the library as programs read them: many at once, in pages. */
import { rows, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { type Audience, reachedCategory } from './audience.sql.ts'

export interface Category {
  id: string
  parent_id: string | null
  title: string
  content: string
  json_content: unknown[]
  status: 'PUBLISHED' | 'DRAFT'
  audience: Audience | null
  icon: string | null
  color: string | null
  order_index: number
  changed_by: string
  changed_at: Date
}

const columns = sql`c.id, c.parent_id as category_parent_id, c.title, c.content, c.json_content, c.status, c.audience, c.icon, c.color, c.order_index,
  c.changed_by, c.changed_at`

/** `parent_id` is the list's in pages of many; the category's own goes by another name until here. */
type Read = Omit<Category, 'parent_id'> & { category_parent_id: string | null }
const whole = <R extends Read>({ category_parent_id, ...row }: R): Omit<R, 'category_parent_id'> & Category => ({
  ...row,
  parent_id: category_parent_id,
})

export const categoriesById = async (bot: Bot, ids: readonly string[]): Promise<Category[]> =>
  (
    await rows<Read>(sql`
      select ${columns} from library_categories c
      where c.community_id = ${bot.communityId} and c.id = any(${ids}::bigint[]) and c.deleted_at is null and ${reachedCategory(bot, 'read', sql`c`)}`)
  ).map(whole)

/** Those that stand under no other. */
export async function rootCategories(bot: Bot, window: Window): Promise<Cut<Category>> {
  const found = await rows<Read>(sql`
    select ${columns} from library_categories c
    where c.community_id = ${bot.communityId} and c.parent_id is null and c.deleted_at is null and ${reachedCategory(bot, 'read', sql`c`)}
    ${windowed(sql`c.id`, window)}`)
  return cut(found.map(whole), window)
}

export async function subcategoriesOf(bot: Bot, parents: readonly string[], window: Window) {
  const found = await rows<Read & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(parents)} cross join lateral (
      select ${columns} from library_categories c
      where c.community_id = ${bot.communityId} and c.parent_id = parents.id and c.deleted_at is null and ${reachedCategory(bot, 'read', sql`c`)}
      ${windowed(sql`c.id`, window)}) as q`)
  const pages = cutEach(found, parents, window)
  return new Map([...pages].map(([id, page]) => [id, { ...page, rows: page.rows.map(whole) }]))
}
