import type { MemberRef } from '../../../contract/api/basics.ts'
import { maybe, none, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { memberNamed } from '../community/member-ref.sql.ts'

/** An integration of the community's own, as its row says. */
export interface CustomRow {
  id: string
  community_name: string
  name: string
  description: string
  logo_key: string | null
  discoverable: boolean
  owner_role: string | null
  owner_group_id: string | null
  made_by: MemberRef
  made_at: Date
  changed_by: MemberRef | null
  changed_at: Date
  deleted_at: Date | null
  deleted_by: MemberRef | null
  deleted_state: 'enabled' | 'disabled' | null
  deleted_reason: string | null
}

const member = (id: Sql): Sql => memberNamed(sql`c.community_id`, id)

const columns = sql`c.id, y.name as community_name, c.name, c.description, c.logo_key, c.discoverable, c.owner_role, c.owner_group_id,
  ${member(sql`c.made_by`)} as made_by, c.made_at, ${member(sql`c.changed_by`)} as changed_by, c.changed_at, c.deleted_at,
  ${member(sql`c.deleted_by`)} as deleted_by, c.deleted_state, c.deleted_reason`
const tables = sql`custom_integrations c
  join communities y on y.id = c.community_id`

/** The custom integration `c` of an installation `i`; those of the catalog have none. */
export const itsCustom = sql`c.community_id = i.community_id and c.id = substring(i.integration_id from '^[0-9]{1,18}$')::bigint`

/** An id as ours are; anything else names no custom integration. */
const isId = (text: string): boolean => /^\d{1,18}$/.test(text)

/** Also one that was deleted. */
export const customById = async (
  communityId: string,
  id: string,
  { lock = false } = {},
): Promise<CustomRow | undefined> =>
  isId(id)
    ? maybe<CustomRow>(sql`
        select ${columns} from ${tables} where c.community_id = ${communityId} and c.id = ${id} ${lock ? sql`for update of c` : none}`)
    : undefined

/** These of them that are there, deleted ones left out. */
export const customsNamed = (communityId: string, ids: readonly string[]): Promise<CustomRow[]> =>
  rows<CustomRow>(sql`
    select ${columns} from ${tables}
    where c.community_id = ${communityId} and c.id = any(${ids.filter(isId)}::bigint[]) and c.deleted_at is null`)

export const deletedCustoms = (communityId: string): Promise<CustomRow[]> =>
  rows<CustomRow>(sql`
    select ${columns} from ${tables} where c.community_id = ${communityId} and c.deleted_at is not null order by c.deleted_at desc, c.id desc`)

/** Where its picture is; the address changes with the picture, so that it may be kept. */
export const logoAddress = ({ id, logo_key }: Pick<CustomRow, 'id' | 'logo_key'>): string | null =>
  logo_key && `/api/custom-integrations/${id}/logo?v=${logo_key}`

export const logoOf = async (communityId: string, id: string): Promise<Buffer | undefined> =>
  isId(id)
    ? ((
        await maybe<{ logo: Buffer | null }>(sql`
          select logo from custom_integrations where community_id = ${communityId} and id = ${id} and deleted_at is null`)
      )?.logo ?? undefined)
    : undefined

/** Who changed it, and when. */
export const touchCustom = (communityId: string, id: string, by: string): Promise<number> =>
  run(sql`
    update custom_integrations set changed_by = ${by}, changed_at = now() where community_id = ${communityId} and id = ${id}`)

/** Calls by day: the last one, and those of seven days with today. */
export async function usageOf(
  communityId: string,
  installationId: string,
  today: Date,
): Promise<{ lastDay: string | null; lastWeek: number }> {
  const found = await one<{ last_day: string | null; last_week: number }>(sql`
    select to_char(max(day) filter (where calls > 0), 'YYYY-MM-DD') as last_day,
      coalesce(sum(calls) filter (where day > ${today}::timestamptz::date - 7), 0)::int as last_week
    from api_days where community_id = ${communityId} and installation_id = ${installationId}`)
  return { lastDay: found.last_day, lastWeek: found.last_week }
}

/** How many it knows by their log-in (domain/log-ins). */
export const peopleLoggedIn = async (communityId: string, installationId: string): Promise<number> =>
  (
    await one<{ people: number }>(sql`
      select count(distinct member_id)::int as people from log_ins
      where community_id = ${communityId} and installation_id = ${installationId} and token_hash is not null and ended_at is null and token_ends_at > now()`)
  ).people
