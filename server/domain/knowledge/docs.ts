/** Notes of groups, as programs write and read them. */
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demand, demandInside } from '../access/may.ts'
import { visible } from '../access/visible.ts'
import { sanitiseHtml } from './sanitise-html.ts'

const longest = 500_000

export async function createDoc(
  bot: Bot,
  groupId: string,
  { title, body }: { title: string; body: string },
): Promise<{ id: string }> {
  await demand(bot, 'group.post', groupId)
  if (!title.trim()) throw new Refusal('bad_input', { field: 'title', problem: 'blank' })
  if (body.length > longest) throw new Refusal('bad_input', { field: 'body', problem: 'too_long', limit: longest })
  return one<{ id: string }>(sql`
    insert into docs (community_id, group_id, author_id, title, body)
    values (${bot.communityId}, ${groupId}, ${bot.memberId}, ${title.trim().slice(0, 250)}, ${sanitiseHtml(body)}) returning id`)
}

export async function deleteDoc(bot: Bot, docId: string): Promise<void> {
  await transaction(async () => {
    const doc = await maybe<{ group_id: string }>(sql`
      select group_id from docs where community_id = ${bot.communityId} and id = ${docId} and deleted_at is null for update`)
    if (!doc) throw new Refusal('not_found')
    await demandInside(bot, 'group.moderate', doc.group_id)
    await run(sql`update docs set deleted_at = now() where community_id = ${bot.communityId} and id = ${docId}`)
  })
}

export interface Doc {
  id: string
  group_id: string
  author_id: string
  title: string
  body: string
  made_at: Date
  changed_at: Date
}

const columns = sql`d.id, d.group_id, d.author_id, d.title, d.body, d.made_at, d.changed_at`

/** Those of these ids that the bot may read. */
export const docsById = (bot: Bot, ids: readonly string[]): Promise<Doc[]> =>
  rows<Doc>(sql`
    select ${columns} from docs d join groups g on g.community_id = d.community_id and g.id = d.group_id
    where d.community_id = ${bot.communityId} and d.id = any(${ids}::bigint[]) and d.deleted_at is null and ${visible(bot, 'group.read', sql`g`)}`)

/** Those of these ids that stand in groups the bot reaches, whether or not it may read them. */
export const reachedDocs = (bot: Bot, ids: readonly string[]): Promise<{ id: string; group_id: string }[]> =>
  rows(sql`
    select d.id, d.group_id from docs d join groups g on g.community_id = d.community_id and g.id = d.group_id
    where d.community_id = ${bot.communityId} and d.id = any(${ids}::bigint[]) and d.deleted_at is null and ${visible(bot, 'group.see', sql`g`)}`)

export async function docsInGroups(bot: Bot, groups: readonly string[], window: Window) {
  const found = await rows<Doc & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from ${parentsOf(groups)} cross join lateral (
      select ${columns} from docs d
      where d.community_id = ${bot.communityId} and d.group_id = parents.id and d.deleted_at is null ${windowed(sql`d.id`, window)}) as q`)
  return cutEach(found, groups, window)
}
