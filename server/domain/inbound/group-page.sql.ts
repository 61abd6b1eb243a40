import { none, rows, sql } from '../../platform/db.ts'
import { reaches } from '../access/reaches.ts'
import { like } from '../community/people.sql.ts'
import { itsCustom } from '../integrations/custom.sql.ts'

/** Whose page of a group; connectors' names are the reader's language's, so they are handed in. */
interface Asked {
  readonly communityId: string
  readonly groupId: string
  readonly names: readonly { id: string; name: string }[]
  readonly search: string | undefined
  readonly after: { sort: string; id: string } | undefined
  readonly limit: number
}

interface Found {
  id: string
  integration_id: string
  /** As it is sorted by, for the cursor. */
  sort: string
}

const name = sql`coalesce(c.name, n.name)`
const sort = sql`lower(unaccent(${name}))`

/** What reaches the group, by name, a page at a time. */
export const groupPage = ({ communityId, groupId, names, search, after, limit }: Asked): Promise<Found[]> =>
  rows<Found>(sql`
    select i.id, i.integration_id, ${sort} as sort from installations i
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    left join custom_integrations c on ${itsCustom}
    left join jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n(id text, name text) on n.id = i.integration_id
    where i.community_id = ${communityId} and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)} and ${name} is not null and c.deleted_at is null
      ${search ? sql`and lower(unaccent(${name})) like lower(unaccent(${like(search)}))` : none}
      ${after ? sql`and (${sort}, i.id) > (${after.sort}, ${after.id}::bigint)` : none}
    order by ${sort}, i.id limit ${limit}`)
