import { type Sql, sql } from '../../platform/db.ts'

/**
 * Scope, in the one place where it is decided (design.md rule 2): does the installation `i` under its current grant `r` reach the group
 * with this id? All three are SQL: aliases of rows of `installations` and `grants`, and an expression for the id. A broken
 * connection keeps what needs none (a webhook still arrives); a pending one reaches nothing.
 */
export const reaches = (i: Sql, r: Sql, groupId: Sql): Sql => {
  const parts = reachParts(i, r, groupId)
  return sql`(${parts.enabled} and ${parts.connected} and ${r}.superseded_at is null and ${parts.chosen})`
}

/** What `reaches` is made of, each by its name, for those who say which of them decides. */
export const reachParts = (i: Sql, r: Sql, groupId: Sql) => ({
  enabled: sql`${i}.state = 'enabled'`,
  connected: sql`${i}.connection <> 'pending'`,
  chosen: sql`(${r}.everyone or exists (
    select from grant_groups rg where rg.community_id = ${r}.community_id and rg.grant_id = ${r}.id and rg.group_id = ${groupId}))`,
})
