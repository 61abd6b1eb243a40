/** Links the whole company finds beside its library. Who writes them writes for everybody. */
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { type Cut, cut, type Window, windowed } from '../../platform/pages.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'

export interface QuickLink {
  id: string
  title: string
  link: string
}

export const quickLinksById = (bot: Bot, ids: readonly string[]): Promise<QuickLink[]> =>
  rows<QuickLink>(sql`
    select id, title, link from quick_links where community_id = ${bot.communityId} and id = any(${ids}::bigint[]) and deleted_at is null`)

export const quickLinkPages = async (bot: Bot, window: Window): Promise<Cut<QuickLink>> =>
  cut(
    await rows<QuickLink>(sql`
      select q.id, q.title, q.link from quick_links q
      where q.community_id = ${bot.communityId} and q.deleted_at is null ${windowed(sql`q.id`, window)}`),
    window,
  )

export async function createQuickLink(bot: Bot, { title, link }: { title: string; link: string }) {
  await demandGranted(bot, ['manage_library'], { whole: true })
  if (!title.trim()) throw new Refusal('bad_input', { field: 'title', problem: 'missing' })
  demandAddress(link)
  return transaction(async () => {
    const made = await one<{ id: string }>(sql`
      insert into quick_links (community_id, title, link) values (${bot.communityId}, ${title.trim().slice(0, 250)}, ${link.trim()}) returning id`)
    await record({ ...audited(bot, 'library.link_created', made.id), after: { title, link } })
    return made
  })
}

export async function changeQuickLink(
  bot: Bot,
  id: string,
  { title, link }: { title: string | undefined; link: string | undefined },
): Promise<void> {
  await demandGranted(bot, ['manage_library'], { whole: true })
  if (link !== undefined) demandAddress(link)
  await transaction(async () => {
    await lock(bot, id)
    await run(sql`
      update quick_links set title = coalesce(${title?.trim().slice(0, 250) || null}, title), link = coalesce(${link?.trim() ?? null}, link)
      where community_id = ${bot.communityId} and id = ${id}`)
    await record({ ...audited(bot, 'library.link_changed', id), after: { title, link } })
  })
}

export async function deleteQuickLink(bot: Bot, id: string): Promise<void> {
  await demandGranted(bot, ['manage_library'], { whole: true })
  await transaction(async () => {
    await lock(bot, id)
    await run(sql`update quick_links set deleted_at = now() where community_id = ${bot.communityId} and id = ${id}`)
    await record(audited(bot, 'library.link_deleted', id))
  })
}

async function lock(bot: Bot, id: string): Promise<void> {
  const found = await maybe(sql`
    select id from quick_links where community_id = ${bot.communityId} and id = ${id} and deleted_at is null for update`)
  if (!found) throw new Refusal('not_found')
}

function demandAddress(link: string): void {
  if (!/^https?:\/\/\S+$/i.test(link.trim()) || link.length > 4_000)
    throw new Refusal('bad_input', { field: 'link', problem: 'malformed' })
}

const audited = (bot: Bot, action: string, id: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'quick_link',
  subjectId: id,
})
