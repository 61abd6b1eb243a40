/** Sets of people: the Groups of SCIM, which programs keep in step with a directory. They give nobody rights; what is for a set names it. */
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { type Cut, cut, cutEach, type Window, windowed } from '../../platform/pages.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { everywhere } from '../access/reaches.ts'
import { record } from '../audit/record.ts'
import { type Profile, profileColumns } from '../community/profiles.sql.ts'

export interface PeopleSet {
  id: string
  name: string
  changed_at: Date
}

export async function createPeopleSet(bot: Bot, name: string): Promise<{ id: string }> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  if (!name.trim()) throw new Refusal('bad_input', { field: 'name', problem: 'missing' })
  return transaction(async () => {
    const made = await maybe<{ id: string }>(sql`
      insert into people_sets (community_id, name) values (${bot.communityId}, ${name.trim().slice(0, 250)}) on conflict do nothing returning id`)
    if (!made) throw new Refusal('name_taken')
    await record({ ...audited(bot, 'people_set.created', made.id), after: { name } })
    return made
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

/** Puts somebody into the set, or takes them out; who is in is in. */
export async function placeInSet(bot: Bot, setId: string, memberId: string, inside: boolean): Promise<void> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  await transaction(async () => {
    await lock(bot, setId)
    const { n } = await one<{ n: number }>(sql`
      select count(*)::int as n from members where community_id = ${bot.communityId} and id = ${memberId} and kind = 'person'`)
    if (n === 0) throw new Refusal('bad_input', { field: 'member', problem: 'not_offered' })
    const changed = inside
      ? await run(sql`
          insert into people_set_members (community_id, set_id, member_id) values (${bot.communityId}, ${setId}, ${memberId}) on conflict do nothing`)
      : await run(sql`
          delete from people_set_members where community_id = ${bot.communityId} and set_id = ${setId} and member_id = ${memberId}`)
    if (changed === 0) return
    await run(sql`update people_sets set changed_at = now() where community_id = ${bot.communityId} and id = ${setId}`)
    await record({ ...audited(bot, 'people_set.changed', setId), after: { memberId, inside } })
  })
}

async function lock(bot: Bot, setId: string): Promise<void> {
  const found = await maybe(
    sql`select id from people_sets where community_id = ${bot.communityId} and id = ${setId} for update`,
  )
  if (!found) throw new Refusal('not_found')
}

/** Sets hold people of every group: a program for chosen groups has none. */
const reached = (bot: Bot) => sql`s.community_id = ${bot.communityId} and exists (
  select from grants r where r.community_id = s.community_id and r.installation_id = ${bot.installationId} and r.superseded_at is null and ${everywhere(sql`r`)})`

export const peopleSetsById = (bot: Bot, ids: readonly string[]): Promise<PeopleSet[]> =>
  rows<PeopleSet>(
    sql`select s.id, s.name, s.changed_at from people_sets s where ${reached(bot)} and s.id = any(${ids}::bigint[])`,
  )

export const peopleSetPages = async (bot: Bot, window: Window): Promise<Cut<PeopleSet>> =>
  cut(
    await rows<PeopleSet>(
      sql`select s.id, s.name, s.changed_at from people_sets s where ${reached(bot)} ${windowed(sql`s.id`, window)}`,
    ),
    window,
  )

export async function membersOfSets(bot: Bot, sets: readonly string[], window: Window) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, q.* from unnest(${sets}::bigint[]) as parents(id) cross join lateral (
      select ${profileColumns} from people_set_members b join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = ${bot.communityId} and b.set_id = parents.id ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, sets, window)
}

const audited = (bot: Bot, action: string, setId: string) => ({
  communityId: bot.communityId,
  actorId: bot.memberId,
  action,
  subject: 'people_set',
  subjectId: setId,
})
