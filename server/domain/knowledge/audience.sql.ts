/**
 * Who a category is for, and so which programs reach it. A category without an audience of its own has its parent's, up to the root, whose lack of one
 * means the whole company. A program for all groups reaches everything; one for chosen groups reads what is for the company or for one of its groups,
 * and writes only what is for its groups alone.
 */
import { type Sql, sql } from '../../platform/db.ts'
import type { Bot } from '../access/actor.ts'
import { everywhere, reaches } from '../access/reaches.ts'

/** As a program says it and reads it back (workplace-graph-api.md 5.13). */
export interface Audience {
  readonly audience_type: string
  readonly groups?: readonly string[]
  readonly static_users?: readonly string[]
  readonly profile_set_conditions?: readonly unknown[]
}

/** Deeper than anybody sorts things. */
export const deepest = 12

/** The audience that holds for `c`, a row of library_categories; null: the whole company. */
const heldBy = (c: Sql): Sql => sql`(
  with recursive up as (
    select ${c}.parent_id, ${c}.audience, 1 as depth
    union all
    select p.parent_id, p.audience, up.depth + 1 from up
    join library_categories p on p.community_id = ${c}.community_id and p.id = up.parent_id
    where up.depth <= ${deepest + 1} and (up.audience is null or up.audience ->> 'audience_type' = 'INHERIT'))
  select audience from up order by depth desc limit 1)`

export function reachedCategory(bot: Bot, action: 'read' | 'write', c: Sql): Sql {
  const groups = sql`jsonb_array_elements_text(coalesce(said.audience -> 'groups', '[]')) as ag(id)`
  const inScope = reaches(sql`vi`, sql`vr`, sql`ag.id::bigint`)
  const chosen =
    action === 'read'
      ? sql`said.audience is null or said.audience ->> 'audience_type' = 'EVERYONE'
          or (said.audience ->> 'audience_type' = 'GROUPS' and exists (select from ${groups} where ${inScope}))`
      : sql`said.audience ->> 'audience_type' = 'GROUPS' and not exists (select from ${groups} where not ${inScope})`
  return sql`exists (
    select from installations vi
    join grants vr on vr.community_id = vi.community_id and vr.installation_id = vi.id and vr.superseded_at is null
    cross join lateral (select ${heldBy(c)} as audience) as said
    where vi.community_id = ${bot.communityId} and vi.id = ${bot.installationId} and vi.state = 'enabled' and vi.connection <> 'pending'
      and (${everywhere(sql`vr`)} or ${chosen}))`
}
