import { type Sql, sql } from '../../platform/db.ts'

/** A row of `members`, by its alias, as the contract's `MemberRef`: how somebody stands in bylines and lists. */
export const memberRef = (m: Sql): Sql =>
  sql`jsonb_build_object('id', ${m}.id::text, 'name', ${m}.name, 'kind', ${m}.kind, 'picture', ${m}.picture, 'title', ${m}.title)`

/** The same of the member with this id; null where there is none. */
export const memberNamed = (communityId: Sql | string, id: Sql | string): Sql =>
  sql`(select ${memberRef(sql`m`)} from members m where m.community_id = ${communityId} and m.id = ${id})`
