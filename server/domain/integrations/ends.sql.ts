/** When an integration ends by itself, or its reaching all groups, or one group, or a permission of it. An end hangs on the installation: grants are replaced. */
import { rows, run, type Sql, sql } from '../../platform/db.ts'

export interface EndKey {
  /** everyone: it goes on in the groups that were chosen before. */
  readonly kind: 'whole' | 'everyone' | 'group' | 'permission'
  /** The group's or the permission's; else empty. */
  readonly id: string
}

export interface End extends EndKey {
  /** ISO 8601, as PostgreSQL writes it. */
  readonly at: string
}

export const whole: EndKey = { kind: 'whole', id: '' }
export const everyone: EndKey = { kind: 'everyone', id: '' }
export const keyOf = ({ kind, id }: EndKey): string => `${kind} ${id}`

/** When this ends, if it does. */
export const endOf = (ends: readonly End[], key: EndKey): Date | null => {
  const found = ends.find(one => keyOf(one) === keyOf(key))
  return found ? new Date(found.at) : null
}

const idOf = (e: Sql): Sql => sql`coalesce(${e}.permission, ${e}.group_id::text, '')`

/** The ends of installation `i` under its current grant `r`, earliest first; not those of groups that its admin took it out of, which wait. */
export const endsIn = (i: Sql, r: Sql): Sql => sql`coalesce((
  select jsonb_agg(jsonb_build_object('kind', ge.kind, 'id', ${idOf(sql`ge`)}, 'at', ge.ends_at) order by ge.ends_at, ge.kind, ge.group_id, ge.permission)
  from grant_ends ge where ge.community_id = ${i}.community_id and ge.installation_id = ${i}.id and (ge.kind <> 'group' or exists (
    select from grant_groups gg where gg.community_id = ge.community_id and gg.grant_id = ${r}.id and gg.group_id = ge.group_id))), '[]')`

export interface EndOf {
  readonly communityId: string
  readonly installationId: string
}

/** Sets them, or with null takes them away; whoever was told of another end hears of this one. */
export async function setEnd(of: EndOf & { setBy: string }, keys: readonly EndKey[], endsAt: Date | null) {
  if (keys.length === 0) return
  const named = sql`jsonb_to_recordset(${JSON.stringify([...new Map(keys.map(({ kind, id }) => [keyOf({ kind, id }), { kind, id }])).values()])}::jsonb) as k(kind text, id text)`
  await run(sql`
    delete from grant_ends e using ${named}
    where e.community_id = ${of.communityId} and e.installation_id = ${of.installationId} and e.kind = k.kind and ${idOf(sql`e`)} = k.id`)
  if (endsAt)
    await run(sql`
      insert into grant_ends (community_id, installation_id, kind, permission, group_id, ends_at, set_by)
      select ${of.communityId}, ${of.installationId}, k.kind, case k.kind when 'permission' then k.id end, case k.kind when 'group' then k.id::bigint end,
        ${endsAt}, ${of.setBy} from ${named}`)
}

/** An end goes with what it was of. That of a group whose admin took the integration out waits there for it to be put back. */
export const dropEndsWithout = (
  of: EndOf & { permissions: readonly string[]; everyone: boolean; groupIds: readonly string[] },
): Promise<number> =>
  run(sql`
    delete from grant_ends e where e.community_id = ${of.communityId} and e.installation_id = ${of.installationId} and (
      (e.kind = 'permission' and not e.permission = any(${of.permissions}::text[]))
      or (e.kind = 'everyone' and not ${of.everyone})
      or (e.kind = 'group' and not e.group_id = any(${of.groupIds}::bigint[]) and not exists (select from group_removals x
        where x.community_id = e.community_id and x.installation_id = e.installation_id and x.group_id = e.group_id)))`)

/** Whoever enables it again after its end does so without one. */
export const dropPassedEnd = (of: EndOf, now: Date): Promise<number> =>
  run(sql`
    delete from grant_ends
    where community_id = ${of.communityId} and installation_id = ${of.installationId} and kind = 'whole' and ends_at <= ${now}`)

export interface DueEnd extends EndKey {
  community_id: string
  installation_id: string
  ends_at: Date
  over: boolean
}

/** Ends that have come, and of what runs those that come until `until` and nobody was told of. What is off as a whole need not end. */
export const dueEnds = (now: Date, until: Date): Promise<DueEnd[]> =>
  rows(sql`
    select e.community_id, e.installation_id, e.kind, ${idOf(sql`e`)} as id, e.ends_at, e.ends_at <= ${now} as over
    from grant_ends e
    join installations i on i.community_id = e.community_id and i.id = e.installation_id
    where e.ends_at <= ${until} and case when e.ends_at <= ${now} then i.state = 'enabled' or (i.state = 'disabled' and e.kind <> 'whole')
      else i.state = 'enabled' and e.told_at is null end
    order by e.community_id, e.installation_id, e.kind, e.group_id, e.permission limit 500`)

/** Of these, those that still stand as they were found, by whoever keeps others from the row. */
export const stillStanding = async (of: EndOf, due: readonly DueEnd[]): Promise<DueEnd[]> => {
  const found = await rows<EndKey & { ends_at: Date }>(sql`
    select e.kind, ${idOf(sql`e`)} as id, e.ends_at from grant_ends e where e.community_id = ${of.communityId} and e.installation_id = ${of.installationId}`)
  return due.filter(end =>
    found.some(one => keyOf(one) === keyOf(end) && one.ends_at.getTime() === end.ends_at.getTime()),
  )
}

export const setTold = (end: DueEnd, at: Date): Promise<number> =>
  run(sql`
    update grant_ends e set told_at = ${at}
    where e.community_id = ${end.community_id} and e.installation_id = ${end.installation_id} and e.kind = ${end.kind} and ${idOf(sql`e`)} = ${end.id}
      and e.ends_at = ${end.ends_at} and e.told_at is null`)
