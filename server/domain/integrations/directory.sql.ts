/** The directory, a page at a time: what there is for a community, and how each stands there, found and counted where the rows are. */
import type { DirectorySort } from '../../../contract/api/directory.ts'
import { categories, type IntegrationStatus, type Origin } from '../../../contract/api/integrations.ts'
import { limited, none, one, rows, type Sql, sql } from '../../platform/db.ts'
import { like } from '../community/people.sql.ts'
import { waiting } from './facts.sql.ts'

export interface WantedOfDirectory {
  readonly communityId: string
  /** Connectors with the words that are looked through, in the reader's language: they are handed in. */
  readonly listed: readonly { id: string; name: string; category: string; words: string }[]
  /** Custom integrations too: they are their administrators' to see. */
  readonly customs: boolean
  readonly search: string | undefined
  /** It is looked for among names alone. */
  readonly onlyNames: boolean
  readonly category: string | undefined
  readonly statuses: readonly IntegrationStatus[] | undefined
  /** Only what somebody waits for, however it stands. */
  readonly asked: boolean
  readonly origin: Origin | undefined
}

export interface PlaceInDirectory {
  readonly sort: DirectorySort
  readonly down: boolean
  readonly after: { rank: number; name: string; id: string } | undefined
  readonly limit: number
}

/** What needs somebody is first among the states. */
const urgency: readonly IntegrationStatus[] = [
  ...(['needs_attention', 'needs_reconnecting', 'needs_setup', 'disabled'] as const),
  ...(['enabled', 'enabled_for', 'requested', 'available'] as const),
]

/** What there is, as `l`, each with how it stands: the first that is true, as statusOf says of one (present-integration.ts; permissions-data.test.ts holds both together). */
const standing = (wanted: WantedOfDirectory): Sql => sql`(
  select l.id, l.name, l.category, l.origin, w.people,
    case when i.id is null then case when w.people > 0 then 'requested' else 'available' end
      when i.state = 'disabled' then 'disabled'
      when i.connection = 'pending' then 'needs_setup'
      when i.connection = 'broken' then 'needs_reconnecting'
      when exists (select from subscriptions x where x.community_id = i.community_id and x.installation_id = i.id and x.state = 'failed') then 'needs_attention'
      when r.everyone then 'enabled' else 'enabled_for' end as status
  from ${listings(wanted)} l
  left join (installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null)
    on i.community_id = ${wanted.communityId} and i.integration_id = l.id and i.state <> 'removed'
  left join (select q.integration_id, count(*)::int as people from ${waiting(wanted.communityId)} group by q.integration_id) w on w.integration_id = l.id
  where ${wanted.search ? sql`lower(unaccent(${wanted.onlyNames ? sql`l.name` : sql`l.words`})) like lower(unaccent(${like(wanted.search)}))` : sql`true`}
    ${wanted.category ? sql`and l.category = ${wanted.category}` : none}
) as d`

/** Whatever is listed, of either origin. */
const listings = ({ communityId, listed, customs }: WantedOfDirectory): Sql => sql`(
  select n.id, n.name, n.category, 'connector' as origin, n.words
  from jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as n(id text, name text, category text, words text)
  ${
    customs
      ? sql`union all
        select c.id::text, c.name, null, 'custom', concat_ws(' ', c.name, y.name, split_part(c.description, E'\n', 1))
        from custom_integrations c join communities y on y.id = c.community_id where c.community_id = ${communityId} and c.deleted_at is null`
      : none
  })`

const key = sql`lower(unaccent(d.name))`

/** A page of ids in an order, by keyset. What stands alike is by name; backwards a name is, too, only where it is the order. */
export const directoryPage = (
  wanted: WantedOfDirectory,
  place: PlaceInDirectory,
): Promise<{ id: string; rank: number; name: string }[]> => {
  const rank = place.down ? sql`-(${ranks(place.sort)})` : ranks(place.sort)
  const back = place.down && place.sort === 'name'
  const way = back ? sql`desc` : sql`asc`
  const { after } = place
  return rows(sql`
    select d.id, ${rank} as rank, ${key} as name from ${standing(wanted)} where true ${shown(wanted)}
      ${after ? sql`and (${rank}, ${key}, d.id) ${back ? sql`<` : sql`>`} (${after.rank}::int, ${after.name}, ${after.id})` : none}
    order by rank, name ${way}, id ${way} ${limited(place.limit)}`)
}

function ranks(sort: DirectorySort): Sql {
  if (sort === 'status') return sql`array_position(${[...urgency]}::text[], d.status)`
  return sort === 'category' ? sql`coalesce(array_position(${[...categories]}::text[], d.category), 99)` : sql`0`
}

const shown = ({ statuses, asked, origin }: WantedOfDirectory): Sql =>
  sql`${asked ? sql`and d.people > 0` : none} ${statuses ? sql`and d.status = any(${[...statuses]}::text[])` : none} ${origin ? sql`and d.origin = ${origin}` : none}`

/** How many of what the search leaves have each status, are asked for, and are the community's own. */
export const countDirectory = async (
  wanted: WantedOfDirectory,
): Promise<{ statuses: Partial<Record<IntegrationStatus, number>>; requested: number; custom: number }> =>
  one(sql`
    select coalesce(jsonb_object_agg(s.status, s.n), '{}') as statuses, coalesce(sum(s.requested), 0)::int as requested, coalesce(sum(s.custom), 0)::int as custom
    from (select d.status, count(*) as n, count(d.people) as requested, count(*) filter (where d.origin = 'custom') as custom
      from ${standing(wanted)} group by d.status) s`)
