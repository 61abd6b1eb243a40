/** Categories of the library, written by programs: made, changed, taken away with what stands under them. */
import type { AttachedFile } from '../../../contract/api/files.ts'
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'
import { type Audience, deepest, reachedCategory } from './audience.sql.ts'

export interface CategoryForm {
  readonly title?: string | undefined
  readonly content?: string | undefined
  readonly jsonContent?: readonly unknown[] | undefined
  readonly status?: 'PUBLISHED' | 'DRAFT' | undefined
  readonly audience?: Audience | undefined
  readonly icon?: string | undefined
  readonly color?: string | undefined
  readonly orderIndex?: number | undefined
}

/** A root where `parentId` is absent. */
export async function createCategory(bot: Bot, form: CategoryForm, parentId?: string): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_library'])
  const title = form.title?.trim()
  if (!title) throw new Refusal('bad_input', { field: 'title', problem: 'missing' })
  return transaction(async () => {
    if (parentId) await demandRoomUnder(bot, parentId)
    const { id } = await one<{ id: string }>(sql`
      insert into library_categories (community_id, parent_id, title, changed_by)
      values (${bot.communityId}, ${parentId ?? null}, ${title.slice(0, 250)}, ${bot.memberId}) returning id`)
    await write(bot, id, { ...form, title: undefined })
    await demandWritable(bot, id)
    await record({ ...audited(bot, 'library.created', id), after: { title } })
    return { id }
  })
}

export async function changeCategory(bot: Bot, categoryId: string, form: CategoryForm): Promise<void> {
  await demandGranted(bot, ['manage_library'])
  if (form.title !== undefined && !form.title.trim())
    throw new Refusal('bad_input', { field: 'title', problem: 'blank' })
  await transaction(async () => {
    await lockCategory(bot, categoryId)
    await demandWritable(bot, categoryId)
    await write(bot, categoryId, form)
    // An audience beyond the program's own groups is not for it to give.
    await demandWritable(bot, categoryId)
    await record({ ...audited(bot, 'library.changed', categoryId), after: { fields: Object.keys(form) } })
  })
}

export async function deleteCategory(bot: Bot, categoryId: string): Promise<void> {
  await demandGranted(bot, ['manage_library'])
  await transaction(async () => {
    await lockCategory(bot, categoryId)
    await demandWritable(bot, categoryId)
    await run(sql`
      with recursive under as (
        select ${categoryId}::bigint as id
        union select c.id from under join library_categories c on c.community_id = ${bot.communityId} and c.parent_id = under.id)
      update library_categories set deleted_at = now()
      where community_id = ${bot.communityId} and id in (select id from under) and deleted_at is null`)
    await record(audited(bot, 'library.deleted', categoryId))
  })
}

/** Brings a file into a category. Whether it may is asked before anything is fetched. */
export async function bringFile(
  bot: Bot,
  categoryId: string,
  name: string | undefined,
  bring: () => Promise<AttachedFile>,
): Promise<string> {
  await demandGranted(bot, ['manage_library'])
  const demandCategory = async (): Promise<void> => {
    await lockCategory(bot, categoryId)
    await demandWritable(bot, categoryId)
  }
  await transaction(demandCategory)
  const { id } = await bring()
  await transaction(async () => {
    await demandCategory()
    await run(sql`
      update files set category_id = ${categoryId}, description = coalesce(${name ?? null}, description)
      where community_id = ${bot.communityId} and id = ${id}`)
    await record({ ...audited(bot, 'library.changed', categoryId), after: { file: id } })
  })
  return id
}

async function write(bot: Bot, id: string, form: CategoryForm): Promise<void> {
  const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))
  await run(sql`
    update library_categories set title = coalesce(${form.title?.trim().slice(0, 250) ?? null}, title),
      content = coalesce(${form.content ?? null}, content), json_content = coalesce(${json(form.jsonContent)}::jsonb, json_content),
      status = coalesce(${form.status ?? null}, status), audience = coalesce(${json(form.audience)}::jsonb, audience),
      icon = coalesce(${form.icon ?? null}, icon), color = coalesce(${form.color ?? null}, color),
      order_index = coalesce(${form.orderIndex ?? null}::int, order_index), changed_by = ${bot.memberId}, changed_at = now()
    where community_id = ${bot.communityId} and id = ${id}`)
  await demandMeaning(bot, id)
}

/** A root has nobody to inherit from, and an audience of groups names groups that are there. */
async function demandMeaning(bot: Bot, id: string): Promise<void> {
  const wrong = await maybe<{ wrong: boolean }>(sql`
    select (c.parent_id is null and c.audience ->> 'audience_type' = 'INHERIT') or (c.audience ->> 'audience_type' = 'GROUPS' and (
      jsonb_array_length(coalesce(c.audience -> 'groups', '[]')) = 0
      or exists (select from jsonb_array_elements_text(c.audience -> 'groups') as ag(id)
        where not exists (select from groups g where g.community_id = c.community_id and g.id = ag.id::bigint)))) as wrong
    from library_categories c where c.community_id = ${bot.communityId} and c.id = ${id}`)
  if (wrong?.wrong) throw new Refusal('bad_input', { field: 'read_audience', problem: 'not_offered' })
}

/** Its row is kept from others until the transaction ends. What the program does not even read is not there. */
async function lockCategory(bot: Bot, id: string): Promise<void> {
  const found = await maybe(sql`
    select c.id from library_categories c
    where c.community_id = ${bot.communityId} and c.id = ${id} and c.deleted_at is null and ${reachedCategory(bot, 'read', sql`c`)} for update of c`)
  if (!found) throw new Refusal('not_found')
}

async function demandWritable(bot: Bot, id: string): Promise<void> {
  const found = await maybe(sql`
    select c.id from library_categories c
    where c.community_id = ${bot.communityId} and c.id = ${id} and ${reachedCategory(bot, 'write', sql`c`)}`)
  if (!found) throw new Refusal('forbidden')
}

async function demandRoomUnder(bot: Bot, parentId: string): Promise<void> {
  await lockCategory(bot, parentId)
  const { depth } = await one<{ depth: number }>(sql`
    with recursive up as (
      select c.parent_id, 1 as depth from library_categories c where c.community_id = ${bot.communityId} and c.id = ${parentId}
      union all
      select c.parent_id, up.depth + 1 from up join library_categories c on c.community_id = ${bot.communityId} and c.id = up.parent_id
      where up.depth <= ${deepest})
    select max(depth)::int as depth from up`)
  if (depth >= deepest) throw new Refusal('bad_input', { field: 'parent_id', problem: 'nested' })
}

const audited = (bot: Bot, action: string, id: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'library_category',
  subjectId: id,
})
