/** People as a directory keeps them, for programs that manage accounts: everybody with a seat, also those who lost it for now. */

import { oneTimePage } from '../../platform/addresses.ts'
import { maybe, none, one, rows, type Sql, sql } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'
import { demandGranted } from '../access/granted.ts'
import { reachedMember } from '../access/reached-members.ts'
import { everywhere } from '../access/reaches.ts'
import { openKept } from '../identity/one-time-links.ts'
import { type Profile, profileColumns } from './profiles.sql.ts'

export interface DirectoryPerson extends Profile {
  time_zone: string | null
  directory: Record<string, unknown>
  /** Nothing where the program does not reach them. */
  manager_name: string | null
  was_claimed: boolean
  /** Where they claim their seat: for programs of the whole company. */
  claim_link: string | null
}

export interface DirectoryAsked {
  readonly email?: string | undefined
  readonly externalId?: string | undefined
}

type Row = Omit<DirectoryPerson, 'claim_link'> & { sealed: Buffer | null }

/** A part of the list in the order people came, with how many there are. */
export async function listDirectory(
  bot: Bot,
  asked: DirectoryAsked,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ total: number; people: DirectoryPerson[] }> {
  await demandGranted(bot, ['manage_accounts'])
  const where = sql`${people(bot)} ${asked.email === undefined ? none : sql`and lower(m.email) = lower(${asked.email})`}
    ${asked.externalId === undefined ? none : sql`and m.external_id = ${asked.externalId}`}`
  const { n } = await one<{ n: number }>(sql`select count(*)::int as n from members m where ${where}`)
  const found =
    limit === 0
      ? []
      : await rows<Row>(sql`
    select ${columns(bot)} from members m where ${where} order by m.id limit ${limit} offset ${offset}`)
  return { total: n, people: found.map(withLink) }
}

/** One of them; nobody whom the program does not reach. */
export async function directoryPerson(bot: Bot, memberId: string): Promise<DirectoryPerson | undefined> {
  await demandGranted(bot, ['manage_accounts'])
  const found = await maybe<Row>(sql`select ${columns(bot)} from members m where ${people(bot)} and m.id = ${memberId}`)
  return found && withLink(found)
}

const people = (bot: Bot): Sql =>
  sql`m.community_id = ${bot.communityId} and m.kind = 'person' and ${reachedMember(bot, sql`m`)}`

const columns = (bot: Bot): Sql => sql`${profileColumns}, m.time_zone, m.directory, m.was_claimed,
  (select b.name from members b where b.community_id = m.community_id and b.id = m.manager_id and ${reachedMember(bot, sql`b`)}) as manager_name,
  (select l.sealed from one_time_links l
    where l.community_id = m.community_id and l.member_id = m.id and l.kind = 'invitation' and l.used_at is null and l.ends_at > now()
      and m.active and m.claimed_at is null and exists (select from grants r
        where r.community_id = m.community_id and r.installation_id = ${bot.installationId} and r.superseded_at is null and ${everywhere(sql`r`)})
    order by l.id desc limit 1) as sealed`

const withLink = ({ sealed, ...person }: Row): DirectoryPerson => ({
  ...person,
  claim_link: sealed && oneTimePage(openKept(sealed, person.id)),
})
