import { type Sql, sql } from '../../platform/db.ts'

/**
 * Scope, in the one place where it is decided (design.md rule 2): does the installation `i` under its current grant `r` reach the group
 * with this id? All three are SQL: aliases of rows of `installations` and `grants`, and an expression for the id. A broken
 * connection keeps what needs none (a webhook still arrives); a pending one reaches nothing. A grant for all groups has its exceptions: those whose
 * admins took it out of their group. What has an end is over at that instant, whether or not the clock has looked (integrations/end-what-ends.ts).
 */
export const reaches = (i: Sql, r: Sql, groupId: Sql): Sql =>
  sql`(${i}.state = 'enabled' and ${i}.connection <> 'pending' and ${r}.superseded_at is null and ${grantedIn(r, groupId)})`

/** Does the grant `r` name the group, whether or not its installation is on? */
export const grantedIn = (r: Sql, groupId: Sql): Sql => {
  const parts = grantParts(r, groupId)
  return sql`((${parts.everywhere} and not ${parts.removed}) or ${parts.chosen})`
}

/** What `reaches` is made of, each by its name, for those who say which of them decides. */
export const reachParts = (i: Sql, r: Sql, groupId: Sql) => ({
  enabled: sql`${i}.state = 'enabled'`,
  connected: sql`${i}.connection <> 'pending'`,
  ended: ended(r),
  ...grantParts(r, groupId),
})

const grantParts = (r: Sql, groupId: Sql) => ({
  everywhere: everywhere(r),
  removed: sql`exists (
    select from group_removals rx where rx.community_id = ${r}.community_id and rx.installation_id = ${r}.installation_id and rx.group_id = ${groupId})`,
  chosen: sql`exists (select from grant_groups rg where rg.community_id = ${r}.community_id and rg.grant_id = ${r}.id and rg.group_id = ${groupId}
    and not ${over(r, sql`(re.kind = 'whole' or re.group_id = rg.group_id)`)})`,
})

/** Is the grant `r` for all groups, and not over? What is the whole company's asks this; what is in a group asks `reaches`. */
export const everywhere = (r: Sql): Sql =>
  sql`(${r}.everyone and not ${over(r, sql`re.kind in ('whole', 'everyone')`)})`

/** Has the end of the integration as a whole come? */
export const ended = (r: Sql): Sql => over(r, sql`re.kind = 'whole'`)

/** Does the grant `r` hold this permission now? */
export const holds = (r: Sql, permission: string | Sql): Sql =>
  sql`(${permission} = any(${r}.permissions) and not ${over(r, sql`re.permission = ${permission}`)})`

/** Permissions that the grant `r` holds now. */
export const heldNow = (r: Sql): Sql => sql`(case when ${over(r, sql`re.kind = 'permission'`)} then array(
    select rp.id from unnest(${r}.permissions) as rp(id) where not ${over(r, sql`re.permission = rp.id`)}) else ${r}.permissions end)`

const over = (r: Sql, what: Sql): Sql => sql`exists (select from grant_ends re
  where re.community_id = ${r}.community_id and re.installation_id = ${r}.installation_id and re.ends_at <= now() and ${what})`
