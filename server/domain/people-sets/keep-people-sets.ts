/** Sets of people made, changed and taken away by a program that manages the accounts of the whole company. */
import { maybe, one, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { record } from '../audit/record.ts'

export interface SetForm {
  readonly name?: string | undefined
  /** All who are in it from now on. */
  readonly members?: readonly string[] | undefined
  readonly add?: readonly string[] | undefined
  readonly remove?: readonly string[] | undefined
}

const longest = 250

export async function createPeopleSet(
  bot: Bot,
  name: string,
  members: readonly string[] = [],
): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  if (!name.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'missing' })
  return transaction(async () => {
    const made = await maybe<{ id: string }>(sql`
      insert into people_sets (community_id, name) values (${bot.communityId}, ${name.trim().slice(0, longest)}) on conflict do nothing returning id`)
    if (!made) throw new Refusal('name_taken')
    await include(bot, made.id, members)
    await record({ ...audited(bot, 'people_set.created', made.id), after: { name, members } })
    return made
  })
}

/** Another name, all members anew, or some more and some less. */
export async function changePeopleSet(bot: Bot, setId: string, form: SetForm): Promise<void> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  await transaction(async () => {
    await lock(bot, setId)
    const changed = [
      await rename(bot, setId, form.name),
      form.members ? await replace(bot, setId, form.members) : 0,
      await include(bot, setId, form.add ?? []),
      await exclude(bot, setId, form.remove ?? []),
    ]
    if (changed.every(n => n === 0)) return
    await run(sql`update people_sets set changed_at = now() where community_id = ${bot.communityId} and id = ${setId}`)
    await record({ ...audited(bot, 'people_set.changed', setId), after: { ...form } })
  })
}

export async function deletePeopleSet(bot: Bot, setId: string): Promise<void> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  await transaction(async () => {
    await lock(bot, setId)
    await run(sql`delete from people_sets where community_id = ${bot.communityId} and id = ${setId}`)
    await record(audited(bot, 'people_set.deleted', setId))
  })
}

async function lock(bot: Bot, setId: string): Promise<void> {
  const found = await maybe(
    sql`select id from people_sets where community_id = ${bot.communityId} and id = ${setId} for update`,
  )
  if (!found) throw new Refusal('not_found')
}

async function rename(bot: Bot, setId: string, given: string | undefined): Promise<number> {
  const name = given?.trim().slice(0, longest)
  if (!name) return 0
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from people_sets where community_id = ${bot.communityId} and lower(name) = lower(${name}) and id <> ${setId}`)
  if (n > 0) throw new Refusal('name_taken')
  return run(sql`
    update people_sets set name = ${name} where community_id = ${bot.communityId} and id = ${setId} and name <> ${name}`)
}

async function replace(bot: Bot, setId: string, members: readonly string[]): Promise<number> {
  const gone = await run(sql`
    delete from people_set_members
    where community_id = ${bot.communityId} and set_id = ${setId} and member_id <> all(${members}::bigint[])`)
  return gone + (await include(bot, setId, members))
}

async function include(bot: Bot, setId: string, members: readonly string[]): Promise<number> {
  const wanted = [...new Set(members)]
  if (wanted.length === 0) return 0
  const { n } = await one<{ n: number }>(sql`
    select count(*)::int as n from members
    where community_id = ${bot.communityId} and id = any(${wanted}::bigint[]) and kind = 'person' and removed_at is null`)
  if (n < wanted.length) throw new Refusal('bad_input', { field: 'member', problem: 'not_offered' })
  return run(sql`
    insert into people_set_members (community_id, set_id, member_id)
    select ${bot.communityId}, ${setId}, m.id from unnest(${wanted}::bigint[]) as m(id) on conflict do nothing`)
}

const exclude = (bot: Bot, setId: string, members: readonly string[]): Promise<number> =>
  members.length === 0
    ? Promise.resolve(0)
    : run(sql`
        delete from people_set_members
        where community_id = ${bot.communityId} and set_id = ${setId} and member_id = any(${members}::bigint[])`)

const audited = (bot: Bot, action: string, setId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'people_set',
  subjectId: setId,
})
