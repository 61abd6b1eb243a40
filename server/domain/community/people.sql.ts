import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, none, one, rows, run, type Sql, sql } from '../../platform/db.ts'

export interface PersonRow {
  id: string
  name: string
  email: string | null
  title: string | null
  department: string | null
  picture: string | null
  role: CommunityRole
  active: boolean
  claimed: boolean
  account_id: string | null
  created_at: Date
  last_seen_at: Date | null
  sort: string
}

const columns = sql`m.id, m.name, m.email, m.title, m.department, m.picture, m.role, m.active, m.claimed_at is not null as claimed, m.account_id,
  m.created_at, lower(unaccent(m.name)) as sort,
  (select max(s.last_seen_at) from sessions s where s.account_id = m.account_id and s.community_id = m.community_id) as last_seen_at`

const states: Readonly<Record<string, Sql>> = {
  invited: sql`and m.active and m.claimed_at is null`,
  active: sql`and m.active and m.claimed_at is not null`,
  deactivated: sql`and not m.active`,
}

export interface PeopleQuery {
  communityId: string
  search: string | undefined
  state: string | undefined
  after: { sort: string; id: string } | undefined
  limit: number
}

/** Persons by name, a page. */
export const peoplePage = (query: PeopleQuery): Promise<PersonRow[]> =>
  rows<PersonRow>(sql`
    select ${columns} from members m
    where m.community_id = ${query.communityId} and m.kind = 'person' and m.removed_at is null ${(query.state && states[query.state]) || none}
      ${query.search ? sql`and (unaccent(m.name) ilike unaccent(${like(query.search)}) or m.email ilike ${like(query.search)})` : none}
      ${query.after ? sql`and (lower(unaccent(m.name)), m.id) > (${query.after.sort}, ${query.after.id}::bigint)` : none}
    order by lower(unaccent(m.name)), m.id limit ${query.limit}`)

export const personById = (communityId: string, memberId: string): Promise<PersonRow | undefined> =>
  maybe<PersonRow>(sql`
    select ${columns} from members m where m.community_id = ${communityId} and m.id = ${memberId} and m.kind = 'person' and m.removed_at is null`)

/** The same, with the row kept from others until the transaction ends. */
export const lockPerson = (communityId: string, memberId: string): Promise<PersonRow | undefined> =>
  maybe<PersonRow>(sql`
    select ${columns} from members m
    where m.community_id = ${communityId} and m.id = ${memberId} and m.kind = 'person' and m.removed_at is null for update of m`)

export const insertPerson = (person: { communityId: string; name: string; email: string; role: string }) =>
  maybe<{ id: string }>(sql`
    insert into members (community_id, kind, name, email, role)
    values (${person.communityId}, 'person', ${person.name}, ${person.email}, ${person.role})
    on conflict do nothing returning id`)

/**
 * System administrators who can sign in. Whoever changes a seat waits here for whoever does so in the same community, before any row is kept: two who
 * remove one another at the same time would else each hold what the other waits for (threats.md A29).
 */
export async function lockOwners(communityId: string): Promise<{ id: string }[]> {
  await run(sql`select pg_advisory_xact_lock(hashtextextended(${`seats ${communityId}`}, 0))`)
  return rows(sql`
    select id from members
    where community_id = ${communityId} and role = 'system_administrator' and active and account_id is not null
    order by id for update`)
}

export const setRole = (communityId: string, memberId: string, role: CommunityRole): Promise<number> =>
  run(sql`update members set role = ${role} where community_id = ${communityId} and id = ${memberId}`)

export const setActive = (communityId: string, memberId: string, active: boolean): Promise<number> =>
  run(sql`
    update members set active = ${active}, deactivated_at = case when ${active} then null else now() end
    where community_id = ${communityId} and id = ${memberId}`)

export const markInvited = (communityId: string, memberId: string): Promise<number> =>
  run(sql`
    update members set invited_at = coalesce(invited_at, now()) where community_id = ${communityId} and id = ${memberId}`)

/** Nobody sits there any more. An account that has no other seat forgets its password: whoever is invited sets a new one. */
export async function unclaimSeat(communityId: string, memberId: string, accountId: string | null): Promise<void> {
  await run(sql`
    update members set account_id = null, claimed_at = null, was_claimed = true, invited_at = now()
    where community_id = ${communityId} and id = ${memberId}`)
  await run(sql`
    update accounts a set password_hash = null where a.id = ${accountId} and not exists (select from members m where m.account_id = a.id)`)
}

export const communityName = async (communityId: string): Promise<string> =>
  (await one<{ name: string }>(sql`select name from communities where id = ${communityId}`)).name

export const like = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&')}%`
