import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, one, rows, run, sql } from '../../platform/db.ts'

export interface AccountRow {
  id: string
  email: string
  password_hash: string | null
  language: string
}

export const accountByEmail = (email: string): Promise<AccountRow | undefined> =>
  maybe<AccountRow>(sql`select id, email, password_hash, language from accounts where lower(email) = lower(${email})`)

export const accountById = (id: string): Promise<AccountRow> =>
  one<AccountRow>(sql`select id, email, password_hash, language from accounts where id = ${id}`)

/** Active seats of an account, the one used last first. */
export const seatsOf = (accountId: string): Promise<{ id: string; community_id: string; name: string }[]> =>
  rows(sql`
    select m.id, m.community_id, c.name
    from members m join communities c on c.id = m.community_id
    where m.account_id = ${accountId} and m.active
    order by (select max(s.last_seen_at) from sessions s where s.account_id = m.account_id and s.community_id = m.community_id) desc nulls last, m.community_id`)

export interface MeRow {
  name: string
  email: string
  title: string | null
  department: string | null
  picture: string | null
  language: string
  time_zone: string | null
  role: CommunityRole
  community_name: string
  community_language: string
  unread: number
}

export const meOf = (communityId: string, memberId: string): Promise<MeRow> =>
  one<MeRow>(sql`
    select m.name, a.email, m.title, m.department, m.picture, coalesce(m.language, a.language) as language, m.time_zone, m.role,
      c.name as community_name, c.language as community_language,
      (select count(*)::int from notifications n where n.community_id = m.community_id and n.member_id = m.id and n.read_at is null) as unread
    from members m
    join accounts a on a.id = m.account_id
    join communities c on c.id = m.community_id
    where m.community_id = ${communityId} and m.id = ${memberId}`)

export interface NewSession {
  tokenHash: Buffer
  accountId: string
  communityId: string
  address: string | null
  userAgent: string | null
}

/** A session lasts 30 days from its last use. */
export const insertSession = (session: NewSession): Promise<{ id: string }> =>
  one<{ id: string }>(sql`
    insert into sessions (token_hash, account_id, community_id, address, user_agent, ends_at)
    values (${session.tokenHash}, ${session.accountId}, ${session.communityId}, ${session.address}, ${session.userAgent}, now() + interval '30 days')
    returning id`)

/** Prolongs a session that is in use; at most once in ten minutes, so that a request is not a write. */
export const touchSession = (tokenHash: Buffer): Promise<number> =>
  run(sql`
    update sessions set last_seen_at = now(), ends_at = now() + interval '30 days'
    where token_hash = ${tokenHash} and last_seen_at < now() - interval '10 minutes'`)

/** Ends sessions and answers which: one by its id, or all of an account but one. */
export const deleteSession = (sessionId: string): Promise<{ id: string; community_id: string }[]> =>
  rows(sql`delete from sessions where id = ${sessionId} returning id, community_id`)

export const deleteSessionsOf = (
  accountId: string,
  except: string | null,
): Promise<{ id: string; community_id: string }[]> =>
  rows(sql`
    delete from sessions where account_id = ${accountId} and id is distinct from ${except}::bigint returning id, community_id`)

export const moveSession = (sessionId: string, communityId: string): Promise<number> =>
  run(sql`update sessions set community_id = ${communityId} where id = ${sessionId}`)

export const setPassword = (accountId: string, hash: string): Promise<number> =>
  run(sql`update accounts set password_hash = ${hash}, password_changed_at = now() where id = ${accountId}`)

export interface ProfileChange {
  name?: string | undefined
  title?: string | null | undefined
  department?: string | null | undefined
  language?: string | undefined
  timeZone?: string | null | undefined
}

/** Fields that are absent stay as they are; null empties one. */
export const updateProfile = (communityId: string, memberId: string, change: ProfileChange): Promise<number> =>
  run(sql`
    update members m set
      name = coalesce(c.name, m.name), language = coalesce(c.language, m.language),
      title = case when given ? 'title' then c.title else m.title end,
      department = case when given ? 'department' then c.department else m.department end,
      time_zone = case when given ? 'timeZone' then c."timeZone" else m.time_zone end
    from (select ${JSON.stringify(change)}::jsonb as given) as g,
      jsonb_to_record(g.given) as c(name text, title text, department text, language text, "timeZone" text)
    where m.community_id = ${communityId} and m.id = ${memberId}`)
