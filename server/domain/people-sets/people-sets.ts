/** Sets of people: the Groups of SCIM, which programs keep in step with a directory. They give nobody rights; what is for a set names it. */
import { none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { everywhere } from '../access/reaches.ts'
import { type Profile, profileColumns } from '../community/profiles.sql.ts'

export interface PeopleSet {
  id: string
  name: string
  changed_at: Date
}

/** Sets hold people of every group: a program for chosen groups has none. */
const reached = (bot: Bot): Sql => sql`s.community_id = ${bot.communityId} and exists (
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
    select parents.id::text as parent_id, q.* from ${parentsOf(sets)} cross join lateral (
      select ${profileColumns} from people_set_members b join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = ${bot.communityId} and b.set_id = parents.id ${windowed(sql`m.id`, window)}) as q`)
  return cutEach(found, sets, window)
}

/** A part of the list in the order they were made, with how many there are; with their members, since that is what a directory asks for. */
export async function listPeopleSets(
  bot: Bot,
  asked: { id?: string | undefined; name?: string | undefined },
  { offset, limit }: { offset: number; limit: number },
): Promise<{ total: number; sets: PeopleSetWithMembers[] }> {
  await demandGranted(bot, ['manage_accounts'], { whole: true })
  const where = sql`${reached(bot)} ${asked.id === undefined ? none : sql`and s.id = ${asked.id}`}
    ${asked.name === undefined ? none : sql`and lower(s.name) = lower(${asked.name})`}`
  const { n } = await one<{ n: number }>(sql`select count(*)::int as n from people_sets s where ${where}`)
  const sets = await rows<PeopleSetWithMembers>(sql`
    select s.id, s.name, s.made_at, s.changed_at, coalesce((
      select jsonb_agg(jsonb_build_object('id', m.id::text, 'name', m.name) order by m.id) from people_set_members b
      join members m on m.community_id = b.community_id and m.id = b.member_id
      where b.community_id = s.community_id and b.set_id = s.id), '[]') as members
    from people_sets s where ${where} order by s.id limit ${limit} offset ${offset}`)
  return { total: n, sets }
}

export interface PeopleSetWithMembers extends PeopleSet {
  made_at: Date
  members: { id: string; name: string }[]
}

/** The sets that each of these people is in; none for a program of chosen groups. */
export async function setsOf(
  bot: Bot,
  members: readonly string[],
): Promise<Map<string, { id: string; name: string }[]>> {
  const found = await rows<{ member_id: string; id: string; name: string }>(sql`
    select b.member_id, s.id, s.name from people_set_members b
    join people_sets s on s.community_id = b.community_id and s.id = b.set_id
    where b.community_id = ${bot.communityId} and b.member_id = any(${members}::bigint[]) and ${reached(bot)} order by s.id`)
  const byMember = new Map(members.map(id => [id, [] as { id: string; name: string }[]]))
  for (const { member_id, id, name } of found) byMember.get(member_id)?.push({ id, name })
  return byMember
}
