import { rows, run, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInside } from '../access/may.ts'
import { reachesGroupNow } from './group-removals.sql.ts'
import { installationOf } from './installations.sql.ts'

/** A member does not want to hear of an integration in a group: its posts stay there, but leave their home feed, and ring no bell. */
export async function muteInGroup(
  actor: Person,
  groupId: string,
  integrationId: string,
  muted: boolean,
): Promise<void> {
  await demandInside(actor, 'group.read', groupId)
  const row = await installationOf(actor.communityId, integrationId)
  if (!row || !(await reachesGroupNow(actor.communityId, row.id, groupId))) throw new Refusal('not_enabled')
  if (muted)
    await run(sql`
      insert into integration_mutes (community_id, member_id, group_id, installation_id)
      values (${actor.communityId}, ${actor.memberId}, ${groupId}, ${row.id}) on conflict do nothing`)
  else
    await run(sql`
      delete from integration_mutes where community_id = ${actor.communityId} and member_id = ${actor.memberId}
        and group_id = ${groupId} and installation_id = ${row.id}`)
}

/** Installations that this person does not want to hear of in the group. */
export async function mutedIn(actor: Person, groupId: string): Promise<ReadonlySet<string>> {
  const found = await rows<{ id: string }>(sql`
    select installation_id as id from integration_mutes
    where community_id = ${actor.communityId} and member_id = ${actor.memberId} and group_id = ${groupId}`)
  return new Set(found.map(row => row.id))
}
