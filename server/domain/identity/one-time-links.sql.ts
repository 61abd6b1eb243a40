import { maybe, one, run, sql } from '../../platform/db.ts'

export interface LinkRow {
  id: string
  kind: 'invitation' | 'reset'
  community_id: string
  community_name: string
  member_id: string
  name: string
  email: string
  language: string
  account_id: string | null
  has_account: boolean
}

/** Earlier links of the same person lose their force. */
export const insertLink = (link: {
  tokenHash: Buffer
  sealed: Buffer | null
  kind: LinkRow['kind']
  communityId: string
  memberId: string
  madeBy: string | null
  days: number
}) =>
  one<{ ends_at: Date }>(sql`
    with spent as (
      update one_time_links set used_at = now(), sealed = null
      where community_id = ${link.communityId} and member_id = ${link.memberId} and used_at is null
    )
    insert into one_time_links (token_hash, sealed, kind, community_id, member_id, made_by, ends_at)
    values (${link.tokenHash}, ${link.sealed}, ${link.kind}, ${link.communityId}, ${link.memberId}, ${link.madeBy}, now() + make_interval(days => ${link.days}))
    returning ends_at`)

/** A link that can still be used, of a person who is still there. `lock` keeps a second user of it waiting. */
export const findLink = (tokenHash: Buffer, lock: boolean) =>
  maybe<LinkRow>(sql`
    select l.id, l.kind, l.community_id, c.name as community_name, l.member_id, m.name, m.email,
      coalesce(m.language, a.language, c.language) as language, a.id as account_id, a.password_hash is not null as has_account
    from one_time_links l
    join members m on m.community_id = l.community_id and m.id = l.member_id and m.active
    join communities c on c.id = l.community_id
    left join accounts a on lower(a.email) = lower(m.email)
    where l.token_hash = ${tokenHash} and l.used_at is null and l.ends_at > now() ${lock ? sql`for update of l` : sql``}`)

export const spendLink = (id: string) =>
  run(sql`update one_time_links set used_at = now(), sealed = null where id = ${id}`)

export const insertAccount = (email: string, hash: string, language: string) =>
  one<{ id: string }>(sql`
    insert into accounts (email, password_hash, language) values (${email}, ${hash}, ${language})
    on conflict (lower(email)) do update set password_hash = coalesce(accounts.password_hash, excluded.password_hash)
    returning id`)

export const claimSeat = (communityId: string, memberId: string, accountId: string, name: string | null) =>
  run(sql`
    update members set account_id = ${accountId}, claimed_at = coalesce(claimed_at, now()), was_claimed = true, name = coalesce(${name}, name)
    where community_id = ${communityId} and id = ${memberId}`)

/** Members with this address who sign in by it, one a community. */
export const seatByEmail = (email: string) =>
  maybe<{ community_id: string; member_id: string; name: string; language: string }>(sql`
    select m.community_id, m.id as member_id, m.name, coalesce(m.language, a.language) as language
    from accounts a join members m on m.account_id = a.id and m.active
    where lower(a.email) = lower(${email}) order by m.community_id limit 1`)
