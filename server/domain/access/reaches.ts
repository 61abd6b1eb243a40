import { type Sql, sql } from '../../platform/db.ts'

/**
 * Scope, in the one place where it is decided (design.md rule 2): does the installation `i` under its current grant `r` reach the group
 * with this id? All three are SQL: aliases of rows of `installations` and `grants`, and an expression for the id. A broken
 * connection keeps what needs none (a webhook still arrives); a pending one reaches nothing. A grant for all groups has its exceptions: those whose
 * admins took it out of their group. What has an end is over at that instant, whether or not the clock has looked (integrations/end-grants.ts).
 */
export const reaches = (i: Sql, r: Sql, groupId: Sql): Sql => sql`(
  ${i}.state = 'enabled' and ${i}.connection <> 'pending' and ${r}.superseded_at is null and (
    (${everywhere(r)} and not exists (
      select from group_removals rx where rx.community_id = ${r}.community_id and rx.installation_id = ${r}.installation_id and rx.group_id = ${groupId}))
    or exists (select from grant_groups rg where rg.community_id = ${r}.community_id and rg.grant_id = ${r}.id and rg.group_id = ${groupId}
      and (rg.ends_at is null or rg.ends_at > now()))))`

/** Is the grant `r` for all groups, and not over? What is the whole company's asks this; what is in a group asks `reaches`. */
export const everywhere = (r: Sql): Sql => sql`(${r}.everyone and (${r}.ends_at is null or ${r}.ends_at > now()))`
