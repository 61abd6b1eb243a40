/** Members with everything a program may ask of them; what it may see is for the door to leave out. */
import type { CommunityRole } from '../../../contract/api/session.ts'
import { none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { type Cut, cut, cutEach, parentsOf, type Window, windowed } from '../../platform/pages.ts'
import { readTogether } from '../../platform/together.ts'
import type { Bot } from '../access/actor.ts'
import { type AskedBy, asked, askedBy, inBatch } from '../access/asked-by.ts'
import { reachedMember } from '../access/reached-members.ts'

export interface Profile {
  id: string
  kind: 'person' | 'bot'
  name: string
  email: string | null
  external_id: string | null
  role: CommunityRole
  language: string | null
  title: string | null
  department: string | null
  organization: string | null
  division: string | null
  cost_center: string | null
  phone: string | null
  address: string | null
  about: string | null
  work_locale: string | null
  picture: string | null
  manager_id: string | null
  active: boolean
  auth_method: string
  is_frontline: boolean
  has_frontline_access: boolean
  created_at: Date
  invited_at: Date | null
  claimed_at: Date | null
  deactivated_at: Date | null
  changed_at: Date
  /** Said of those who are only named by what the bot may see: does the bot reach them as well? */
  reached?: boolean
}

export const profileColumns = sql`m.id, m.kind, m.name, m.email, m.external_id, m.role, m.language, m.title, m.department, m.organization, m.division,
  m.cost_center, m.phone, m.address, m.about, m.work_locale, m.picture, m.manager_id, m.active, m.auth_method, m.is_frontline, m.has_frontline_access,
  m.created_at, m.invited_at, m.claimed_at, m.deactivated_at, m.changed_at`

/** Of people who are merely named by what the bot may see: whether it reaches them as well. */
export const namedColumns = (bot: Bot): Sql => sql`${profileColumns}, ${reachedMember(bot, sql`m`)} as reached`

/** Those of these ids whom the bot reaches. */
export const profilesById = async (bot: Bot, ids: readonly string[]): Promise<Profile[]> =>
  (await profilesNamed(bot, ids)).filter(row => row.reached)

/** Those of these ids, whoever they are: named by what the bot may see. */
export async function profilesNamed(bot: Bot, ids: readonly string[]): Promise<Profile[]> {
  const found = await profile.all([...new Set(ids)].map(id => ({ ...askedBy(bot), id })))
  return found.filter(row => row !== undefined)
}

/** Asked by every call that names somebody: those that come together share a look-up. */
const profile = readTogether<AskedBy & { id: string }, Profile & { n: number }>(
  batch => sql`
    select b.n, ${profileColumns}, ${reachedMember(inBatch, sql`m`)} as reached
    from ${asked(batch)} join members m on m.community_id = b.community_id and m.id = b.id`,
)

/** Ids by e-mail address, of those whom the bot reaches; addresses are compared without case. */
export const idsByEmail = (bot: Bot, emails: readonly string[]): Promise<{ id: string; email: string }[]> =>
  rows(sql`
    select m.id, lower(m.email) as email from members m
    where m.community_id = ${bot.communityId} and lower(m.email) = any(${emails.map(email => email.toLowerCase())})
      and ${reachedMember(bot, sql`m`)}`)

export interface PeopleAsked {
  readonly active: boolean
  readonly role?: CommunityRole | undefined
  readonly externalIds?: readonly string[] | undefined
}

const people = (bot: Bot, asked: PeopleAsked): Sql => sql`
  m.community_id = ${bot.communityId} and m.kind = 'person' and m.active = ${asked.active} and ${reachedMember(bot, sql`m`)}
  ${asked.role ? sql`and m.role = ${asked.role}` : none}
  ${asked.externalIds ? sql`and m.external_id = any(${asked.externalIds})` : none}`

/** People of the company, oldest seat first. */
export const peoplePages = async (bot: Bot, asked: PeopleAsked, window: Window): Promise<Cut<Profile>> =>
  cut(
    await rows<Profile>(
      sql`select ${profileColumns} from members m where ${people(bot, asked)} ${windowed(sql`m.id`, window)}`,
    ),
    window,
  )

export const countPeople = async (bot: Bot, asked: PeopleAsked): Promise<number> =>
  (await one<{ n: number }>(sql`select count(*)::int as n from members m where ${people(bot, asked)}`)).n

/** Whoever reports to each of these. */
export async function reportsOf(bot: Bot, managers: readonly string[], window: Window) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select parents.id::text as parent_id, m.* from ${parentsOf(managers)} cross join lateral (
      select ${profileColumns} from members m
      where m.community_id = ${bot.communityId} and m.manager_id = parents.id and m.active and ${reachedMember(bot, sql`m`)}
        and exists (select from members p where p.community_id = m.community_id and p.id = parents.id and ${reachedMember(bot, sql`p`)})
      ${windowed(sql`m.id`, window)}) as m`)
  return cutEach(found, managers, window)
}

/** Each one's manager, a list of at most one. */
export async function managersOf(bot: Bot, members: readonly string[], window: Window) {
  const found = await rows<Profile & { parent_id: string }>(sql`
    select p.id::text as parent_id, ${profileColumns} from members p
    join members m on m.community_id = p.community_id and m.id = p.manager_id and ${reachedMember(bot, sql`m`)}
    where p.community_id = ${bot.communityId} and p.id = any(${members}::bigint[]) and ${reachedMember(bot, sql`p`)}`)
  return cutEach(found, members, window)
}
