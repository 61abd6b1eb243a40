import { maybe, rows, run, sql } from '../../platform/db.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { findListed } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'

/** Who reads at the service, and the things read with their account. */
export interface Reader {
  readonly memberId: string
  readonly items: readonly string[]
}

export const readAsFollowers = (row: Pick<InstallationRow, 'integration_id'>): boolean =>
  findListed(row.integration_id)?.connector.events?.followAs === 'follower'

/** Nobody's account is used for a group that they left, or once their seat is taken away; administrators follow where they do not belong. */
const here = sql`
  exists (select from members m where m.community_id = f.community_id and m.id = f.made_by and m.active
    and (m.role = 'system_administrator' or exists (select from memberships s
      where s.community_id = m.community_id and s.group_id = f.group_id and s.member_id = m.id)))`

/**
 * The installation's own account for everything, or of each thing one of those who follow it: whose account works, and among those the first, so
 * that nothing is read twice.
 */
export async function readersOf(row: InstallationRow): Promise<Reader[]> {
  const found = await rows<{ item: string; member_id: string; here: boolean }>(sql`
    select distinct on (f.item) f.item, f.made_by as member_id, ${here} as here
    from follows f left join linked_accounts a on a.community_id = f.community_id and a.installation_id = f.installation_id
      and a.member_id = f.made_by and a.state = 'working'
    where f.community_id = ${row.community_id} and f.installation_id = ${row.id}
    order by f.item, ${here} desc, a.id is null, f.id`)
  if (!readAsFollowers(row)) return [{ memberId: row.bot_id, items: found.map(follow => follow.item) }]
  const read = found.filter(follow => follow.here)
  const members = [...new Set(read.map(follow => follow.member_id))]
  return members.map(memberId => ({
    memberId,
    items: read.filter(follow => follow.member_id === memberId).map(follow => follow.item),
  }))
}

export interface Standing {
  /** Nothing until a beginning went well. */
  readonly cursor: string | undefined
  /** Of which account at the service. */
  readonly account: string
}

const contextOf = (installationId: string): string => `catch_ups:${installationId}`

export async function standingOf(row: InstallationRow, memberId: string, lock = false): Promise<Standing | undefined> {
  const found = await maybe<{ cursor: Buffer | null; account: string }>(sql`
    select cursor, account from catch_ups
    where community_id = ${row.community_id} and installation_id = ${row.id} and member_id = ${memberId} ${lock ? sql`for update` : sql``}`)
  return (
    found && { account: found.account, cursor: found.cursor ? openText(found.cursor, contextOf(row.id)) : undefined }
  )
}

/** From now on, with this account; whoever began with the same one meanwhile counts. */
export const putStart = (
  row: InstallationRow,
  memberId: string,
  start: { cursor: string; account: string; every: number },
): Promise<number> =>
  run(sql`
    insert into catch_ups (community_id, installation_id, member_id, account, cursor, next_at)
    values (${row.community_id}, ${row.id}, ${memberId}, ${start.account}, ${seal(start.cursor, contextOf(row.id))},
      now() + make_interval(secs => ${start.every}))
    on conflict (community_id, installation_id, member_id) do update
      set cursor = excluded.cursor, account = excluded.account, next_at = excluded.next_at, problem = null
      where catch_ups.cursor is null or catch_ups.account <> excluded.account`)

export const putCursor = (row: InstallationRow, memberId: string, cursor: string): Promise<number> =>
  run(sql`
    update catch_ups set cursor = ${seal(cursor, contextOf(row.id))}
    where community_id = ${row.community_id} and installation_id = ${row.id} and member_id = ${memberId}`)

export const putCaught = (row: InstallationRow, memberId: string, seconds: number): Promise<number> =>
  run(sql`
    update catch_ups set next_at = now() + make_interval(secs => ${seconds}), problem = null, caught_at = now()
    where community_id = ${row.community_id} and installation_id = ${row.id} and member_id = ${memberId}`)

/** What is in the way is kept even where nothing was ever read: it is shown, and tried again. */
export const putProblem = (row: InstallationRow, memberId: string, problem: string, seconds: number): Promise<number> =>
  run(sql`
    insert into catch_ups (community_id, installation_id, member_id, problem, next_at)
    values (${row.community_id}, ${row.id}, ${memberId}, ${problem.slice(0, 300)}, now() + make_interval(secs => ${seconds}))
    on conflict (community_id, installation_id, member_id) do update
      set problem = excluded.problem, next_at = excluded.next_at`)

/** Who reads nothing any more is forgotten. */
export const dropOthers = (row: InstallationRow, readers: readonly Reader[]): Promise<number> =>
  run(sql`
    delete from catch_ups where community_id = ${row.community_id} and installation_id = ${row.id}
      and member_id <> all(${readers.map(reader => reader.memberId)}::bigint[])`)
