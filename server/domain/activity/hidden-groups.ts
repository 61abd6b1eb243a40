import { rows, type Sql, sql } from '../../platform/db.ts'
import { visible } from '../access/visible.ts'

/** Secret groups that this reader does not belong to: no right over logs opens one, neither its number nor that it is there (design.md rule 7). */
export const hiddenFrom = async (reader: { communityId: string; memberId: string }): Promise<string[]> =>
  (
    await rows<{ id: string }>(sql`
      select g.id from groups g
      where g.community_id = ${reader.communityId} and g.privacy = 'secret'
        and not ${visible({ kind: 'person', ...reader }, 'group.see', sql`g`)}`)
  ).map(row => row.id)

/** All of them: for readers who are nobody. */
export const secretGroups = async (communityId: string): Promise<string[]> =>
  (
    await rows<{ id: string }>(sql`select id from groups where community_id = ${communityId} and privacy = 'secret'`)
  ).map(row => row.id)

/** The group and the path of a call as `l`, without what leads into a hidden group, as one of several that the root was asked for may. */
export const openly = (hidden: readonly string[]): { group: Sql; path: Sql } =>
  hidden.length === 0
    ? { group: sql`l.group_id`, path: sql`l.path` }
    : {
        group: sql`(case when not l.group_id = any(${[...hidden]}::bigint[]) then l.group_id end)`,
        path: sql`(case when coalesce(l.group_id = any(${[...hidden]}::bigint[]), l.path like '/?ids=%') then regexp_replace(l.path, '\\d+', '…', 'g') else l.path end)`,
      }
