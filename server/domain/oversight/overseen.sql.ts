import { type OverseenSort, useDays } from '../../../contract/api/oversight.ts'
import { none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { everywhere, grantedIn, holds } from '../access/reaches.ts'
import { visible } from '../access/visible.ts'
import { like } from '../community/people.sql.ts'
import { itsCustom } from '../integrations/custom.sql.ts'

/** What a filter leaves of the installations of a community; connectors' names are the reader's language's, so they are handed in. */
export interface Wanted {
  readonly communityId: string
  /** Who asks: a group that they do not see is none to look for. */
  readonly memberId: string
  readonly names: readonly { id: string; name: string }[]
  readonly search: string | undefined
  readonly origin: 'connector' | 'custom' | undefined
  readonly state: string | undefined
  readonly use: string | undefined
  readonly permission: string | undefined
  readonly groupId: string | undefined
  readonly owner: string | undefined
}

export interface Place {
  readonly sort: OverseenSort
  readonly down: boolean
  readonly after: { value: string; id: string } | undefined
  readonly limit: number
}

export interface Found {
  id: string
  integration_id: string
  /** As text, for the cursor. */
  at: string
}

/** A page of them in an order, by keyset. */
export const overseenPage = (wanted: Wanted, place: Place): Promise<Found[]> => {
  const { value, type } = orders[place.sort]
  const way = place.down ? sql`desc` : sql`asc`
  const beyond = place.after
    ? sql`and (${value}::${type}, i.id) ${place.down ? sql`<` : sql`>`} (${place.after.value}::${type}, ${place.after.id}::bigint)`
    : none
  return rows<Found>(sql`
    select i.id, i.integration_id, (${value}::${type})::text as at from ${matching(wanted)} ${beyond}
    order by ${value}::${type} ${way}, i.id ${way} limit ${place.limit}`)
}

export const countOverseen = async (wanted: Wanted): Promise<number> =>
  (await one<{ n: number }>(sql`select count(*)::int as n from ${matching(wanted)}`)).n

export const overseenKeys = (wanted: Wanted): Promise<{ integration_id: string }[]> =>
  rows(sql`select i.integration_id from ${matching(wanted)} order by i.id limit 5000`)

const name = sql`coalesce(c.name, n.name)`
const its = sql`i.community_id and x.installation_id = i.id`
const since = (days: number): Sql => sql`(now() - make_interval(days => ${days}))`

/** Of the permissions it holds, those not used lately. */
export const unused = sql`(
  select count(*) from unnest(r.permissions) as p(permission)
  where not exists (select from permission_uses x where x.community_id = ${its} and x.permission = p.permission and x.used_at > ${since(useDays)}))`
const errors = sql`(select coalesce(sum(x.errors + x.told_errors), 0) from api_days x where x.community_id = ${its} and x.day > ${since(7)}::date)`
/** The last call that was answered, or the moment a permission was used; of days before that was noted, the day. */
export const lastUse = sql`greatest(
  (select max(x.used_at) from permission_uses x where x.community_id = ${its}),
  (select max(coalesce(x.last_at, case when x.calls > x.errors then x.day::timestamptz end)) from api_days x where x.community_id = ${its}))`
const firstEnd = sql`(
  select min(x.ends_at) from grant_ends x where x.community_id = ${its} and (x.kind <> 'group' or exists (
    select from grant_groups g where g.community_id = r.community_id and g.grant_id = r.id and g.group_id = x.group_id)))`
/** Chosen groups that are reached where it is on; and under a grant for all groups those that are not. Counted by what scope is made of (access/reaches.ts). */
export const groupCount = sql`(
  select count(*)::int from grant_groups x where x.community_id = r.community_id and x.grant_id = r.id and ${grantedIn(sql`r`, sql`x.group_id`)})`
export const exceptCount = sql`(
  select count(*)::int from group_removals x where x.community_id = ${its} and not ${grantedIn(sql`r`, sql`x.group_id`)})`

const seconds = (moment: Sql): Sql => sql`coalesce(extract(epoch from ${moment}), 0)`
const number = sql`float8`
const orders: Readonly<Record<OverseenSort, { value: Sql; type: Sql }>> = {
  name: { value: sql`lower(unaccent(${name}))`, type: sql`text` },
  groups: {
    value: sql`case when ${everywhere(sql`r`)} then 1e9 - ${exceptCount} else ${groupCount} end`,
    type: number,
  },
  unused: { value: unused, type: number },
  volume: {
    value: sql`(select coalesce(sum(x.bytes + x.told_bytes), 0) from api_days x where x.community_id = ${its} and x.day > ${since(useDays)}::date)`,
    type: number,
  },
  used: { value: seconds(lastUse), type: number },
  errors: { value: errors, type: number },
  // What has no end comes after what has.
  ends: { value: sql`coalesce(extract(epoch from ${firstEnd}), 1e12)`, type: number },
}

function matching(wanted: Wanted): Sql {
  const { communityId, names, search, origin, state, use, permission, groupId, owner } = wanted
  return sql`installations i
    join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
    left join custom_integrations c on ${itsCustom}
    left join jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n(id text, name text) on n.id = i.integration_id
    where i.community_id = ${communityId} and i.state <> 'removed' and ${name} is not null and c.deleted_at is null
      ${search ? sql`and lower(unaccent(${name})) like lower(unaccent(${like(search)}))` : none}
      ${origin ? sql`and (c.id is null) = ${origin === 'connector'}` : none}
      ${(state && states[state]) ?? none}
      ${(use && uses[use]) ?? none}
      ${permission ? sql`and ${holds(sql`r`, permission)}` : none}
      ${groupId ? sql`and ${reachedAsSeen(wanted, groupId)}` : none}
      ${owner ? sql`and ${ownedBy(wanted, owner)}` : none}`
}

/** A role, or a group that the reader sees. */
const ownedBy = (wanted: Wanted, owner: string): Sql =>
  /^\d{1,18}$/.test(owner)
    ? sql`(coalesce(c.owner_group_id, i.owner_group_id) = ${owner} and ${isSeen(wanted, owner)})`
    : sql`coalesce(c.owner_role, i.owner_role) = ${owner}`

/** A group that the reader does not see is looked for as one that is not there: only what is for all groups is found. */
const reachedAsSeen = (wanted: Wanted, groupId: string): Sql => sql`case when ${isSeen(wanted, groupId)}
  then ${grantedIn(sql`r`, sql`${groupId}::bigint`)} else ${everywhere(sql`r`)} end`

const isSeen = ({ communityId, memberId }: Wanted, groupId: string): Sql => sql`exists (select from groups g
  where g.community_id = ${communityId} and g.id = ${groupId} and ${visible({ kind: 'person', communityId, memberId }, 'group.see', sql`g`)})`

export const failing = sql`exists (select from webhook_health x where x.community_id = ${its} and x.rests_until is not null)`
export const quiet = sql`exists (select from subscriptions x where x.community_id = ${its} and x.state = 'failed')`

const states: Readonly<Record<string, Sql>> = {
  enabled: sql`and i.state = 'enabled'`,
  disabled: sql`and i.state = 'disabled'`,
  attention: sql`and i.state = 'enabled' and (i.connection in ('pending', 'broken') or ${quiet} or ${failing})`,
}
const uses: Readonly<Record<string, Sql>> = {
  unused: sql`and ${unused} > 0`,
  idle: sql`and coalesce(${lastUse}, '-infinity') < ${since(useDays)}`,
  errors: sql`and ${errors} > 0`,
  ending: sql`and ${firstEnd} is not null`,
}
