import { type Sql, sql } from '../../platform/db.ts'
import type { GroupFacts } from './rules.ts'

/** Who lets people into the group `g`, as a column. */
export const letsIn = (g: Sql): Sql =>
  sql`case ${g}.join_setting when 'ANYONE' then 'anyone' when 'ADMIN_ONLY' then 'admins' else 'privacy' end as lets_in`

/** The same as the Graph and the table say it. */
export const joinSettings: Readonly<Record<GroupFacts['letsIn'], string>> = {
  privacy: 'NONE',
  anyone: 'ANYONE',
  admins: 'ADMIN_ONLY',
}
