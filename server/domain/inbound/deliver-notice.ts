import type { Notice } from '../../../contract/notice.ts'
import { rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { reaches } from '../access/reaches.ts'
import { getListed } from '../integrations/catalog.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { noteUse } from '../integrations/note-use.ts'
import { groupsThatKnow, hashOfItem, learn } from '../previews/known-things.ts'
import { reachesGroup } from '../previews/reach.sql.ts'
import { waitForDigest } from './digest.ts'
import { type AskingGroup, gatherNotice, postNoticeAlone } from './gather-notice.ts'

/** Brings a notice to every group that asked for it and that the grant of this moment reaches. */
export async function deliverNotice(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
): Promise<'posted' | 'out_of_scope' | 'no_route'> {
  await tellKnown(row, notice)
  const groups = await groupsThatAsked(row, notice)
  if (groups.length === 0) return 'no_route'
  let posted = 0
  for (const group of groups) posted += (await deliverIn(row, inboundEventId, notice, group)) ? 1 : 0
  return posted > 0 ? 'posted' : 'out_of_scope'
}

async function deliverIn(
  row: InstallationRow,
  inboundEventId: string,
  notice: Notice,
  group: AskingGroup,
): Promise<boolean> {
  try {
    if (group.gather === 'digest') await waitForDigest(row, inboundEventId, notice, group)
    else if (group.gather === 'gather') await gatherNotice(row, inboundEventId, notice, group)
    else await postNoticeAlone(row, inboundEventId, notice, group)
    noteUse({ communityId: row.community_id, installationId: row.id }, 'post_notices')
    return true
  } catch (error) {
    // The scope or the group changed between the look and the post: access had the last word.
    if (error instanceof Refusal && error.code !== 'database_away') return false
    throw error
  }
}

/** Where the thing was begun, its card needs no route to keep up with it: only the scope of this moment. */
async function tellKnown(row: InstallationRow, notice: Notice): Promise<void> {
  if (!notice.known) return
  const { community_id: communityId, id: installationId } = row
  for (const groupId of await groupsThatKnow(communityId, installationId, notice.item))
    if (await reachesGroup(communityId, installationId, groupId, 'preview_links'))
      await learn({ communityId, installationId, groupId, item: notice.item }, notice.known)
}

/** Routes for this kind whose filter the notice passes, in groups that the grant reaches now, and that follow the thing, or began it, where things are followed. */
function groupsThatAsked(row: InstallationRow, notice: Notice): Promise<AskingGroup[]> {
  const followed = getListed(row.integration_id).connector.events?.followed !== undefined
  const things = [notice.item, ...(notice.within ?? [])]
  return rows<AskingGroup>(sql`
    select n.group_id, n.audience, n.gather
    from notice_routes n
    join installations i on i.community_id = n.community_id and i.id = n.installation_id
    join grants r on r.community_id = i.community_id and r.installation_id = i.id
    join groups g on g.community_id = n.community_id and g.id = n.group_id and g.archived_at is null
    where n.community_id = ${row.community_id} and n.installation_id = ${row.id} and ${notice.event} = any(n.events)
      and ${reaches(sql`i`, sql`r`, sql`n.group_id`)}
      and (not ${followed}::boolean or exists (
        select from follows f
        where f.community_id = n.community_id and f.installation_id = n.installation_id and f.group_id = n.group_id and f.item = any(${things}::text[]))
        or exists (
          select from known_things k
          where k.community_id = n.community_id and k.installation_id = n.installation_id and k.group_id = n.group_id
            and k.item_hash = ${hashOfItem(notice.item)}))
      and not exists (
        select from jsonb_each(n.filter) as f(name, accepted)
        where jsonb_array_length(f.accepted) > 0 and not f.accepted ? coalesce(${JSON.stringify(notice.properties)}::jsonb ->> f.name, ''))
    order by n.group_id`)
}
