import { one, rows, run, sql, transaction } from '../server/platform/db.ts'
import { hashPassword } from '../server/platform/passwords.ts'
import { type CastGroupName, type CastName, castPassword, community, groups, people } from './cast.ts'

/** Where the cast ended up in the database. */
export interface SeededCast {
  readonly communityId: string
  readonly people: Readonly<Record<CastName, { readonly memberId: string; readonly accountId: string }>>
  readonly groups: Readonly<Record<CastGroupName, string>>
}

/** Puts the invented company into an empty database: community, accounts with seats, groups with members. */
export async function seedCast(): Promise<SeededCast> {
  const passwordHash = await hashPassword(castPassword)
  return transaction(async () => {
    const { id: communityId } = await one<{ id: string }>(sql`
      insert into communities (name, domain, language)
      values (${community.name}, ${community.domain}, ${community.language}) returning id`)
    const seats = await seedPeople(communityId, passwordHash)
    return { communityId, people: seats, groups: await seedGroups(communityId, seats) }
  })
}

async function seedPeople(communityId: string, passwordHash: string): Promise<SeededCast['people']> {
  const cast = Object.entries(people).map(([key, person]) => ({ key, ...person }))
  const seated = await rows<{ key: CastName; account_id: string; member_id: string }>(sql`
    with cast_rows as (
      select * from jsonb_to_recordset(${JSON.stringify(cast)}::jsonb)
        as c(key text, name text, email text, role text, language text, title text, department text)
    ), accounts_made as (
      insert into accounts (email, password_hash, language) select email, ${passwordHash}, language from cast_rows
      returning id, email
    ), members_made as (
      insert into members (community_id, kind, account_id, name, email, role, language, title, department, claimed_at)
      select ${communityId}, 'person', a.id, c.name, c.email, c.role, c.language, c.title, c.department, now()
      from cast_rows c join accounts_made a on a.email = c.email
      returning id, account_id, email
    )
    select c.key, m.account_id, m.id as member_id from members_made m join cast_rows c on c.email = m.email`)
  return Object.fromEntries(
    seated.map(row => [row.key, { memberId: row.member_id, accountId: row.account_id }]),
  ) as SeededCast['people']
}

async function seedGroups(communityId: string, seats: SeededCast['people']): Promise<SeededCast['groups']> {
  const ids: Partial<Record<CastGroupName, string>> = {}
  for (const [key, group] of Object.entries(groups) as [CastGroupName, (typeof groups)[CastGroupName]][]) {
    const members = Object.entries(group.members) as [CastName, string][]
    const founder = members.find(([, role]) => role === 'admin')?.[0] ?? 'ana'
    const { id } = await one<{ id: string }>(sql`
      insert into groups (community_id, name, description, privacy, cover, created_by)
      values (${communityId}, ${group.name}, ${group.description}, ${group.privacy}, ${group.cover}, ${seats[founder].memberId})
      returning id`)
    ids[key] = id
    const belong = members.map(([name, role]) => ({ member_id: seats[name].memberId, role }))
    await run(sql`
      insert into memberships (community_id, group_id, member_id, role)
      select ${communityId}, ${id}, member_id, role
      from jsonb_to_recordset(${JSON.stringify(belong)}::jsonb) as m(member_id bigint, role text)`)
  }
  return ids as SeededCast['groups']
}
