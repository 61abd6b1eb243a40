import type { GroupIntegration, NoticeRoute } from '../../../contract/api/group-integrations.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed } from '../integrations/catalog.ts'
import { demandNoticesChosen } from '../integrations/change-groups-configure.ts'
import { announceInstallation, audited } from '../integrations/enable-integration.ts'
import { reachesGroupNow } from '../integrations/group-removals.sql.ts'
import { type InstallationRow, installationOf } from '../integrations/installations.sql.ts'
import { listingOf } from '../integrations/listings.ts'
import { presentGroupIntegration, routeOf } from './group-integrations.ts'
import { readHere } from './here.sql.ts'

/** Sets how notices of an integration come to this group. Who reads them is asked each time, and audited. */
export async function changeNoticeRoute(
  actor: Person,
  groupId: string,
  integrationId: string,
  route: NoticeRoute,
): Promise<GroupIntegration> {
  await demand(actor, 'group.route', groupId)
  const row = await demandHere(actor, groupId, integrationId)
  const { events } = getListed(integrationId).connector
  const strange =
    route.events.find(event => !events?.kinds.includes(event)) ??
    Object.keys(route.filter).find(name => !events?.filters.includes(name))
  if (strange) throw new Refusal('bad_input', { field: 'events', problem: 'not_offered' })
  return transaction(async () => {
    const before = await routeOf(actor.communityId, row.id, groupId)
    await run(sql`
      insert into notice_routes (community_id, installation_id, group_id, events, filter, audience, gather, digest_hour, made_by)
      values (${actor.communityId}, ${row.id}, ${groupId}, ${route.events}::text[], ${JSON.stringify(route.filter)}::jsonb, ${route.audience},
        ${route.gather ?? 'gather'}, ${route.digestHour ?? 9}, ${actor.memberId})
      on conflict (community_id, installation_id, group_id)
        do update set events = excluded.events, filter = excluded.filter, audience = excluded.audience, gather = excluded.gather,
          digest_hour = excluded.digest_hour, made_by = excluded.made_by, made_at = now()`)
    await announceInstallation(actor, row.id)
    await record({
      ...audited(actor, 'integration.route_changed', row.id),
      ...(before && { before: { groupId, ...before } }),
      after: { groupId, ...route },
    })
    const listing = await listingOf(actor.communityId, integrationId)
    return presentGroupIntegration(actor, groupId, row, listing, await readHere(actor, groupId, [row]))
  })
}

export async function removeNoticeRoute(actor: Person, groupId: string, integrationId: string): Promise<void> {
  await demand(actor, 'group.route', groupId)
  const row = await demandHere(actor, groupId, integrationId)
  await transaction(async () => {
    const before = await routeOf(actor.communityId, row.id, groupId)
    if (!before) throw new Refusal('not_found')
    await run(
      sql`delete from notice_routes where community_id = ${actor.communityId} and installation_id = ${row.id} and group_id = ${groupId}`,
    )
    await announceInstallation(actor, row.id)
    await record({ ...audited(actor, 'integration.route_removed', row.id), before: { groupId, ...before } })
  })
}

/** The installation that reaches the group, and whose notices here are this person's to choose: group admins', unless the administrator keeps that. */
async function demandHere(actor: Person, groupId: string, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId)
  if (!row || !(await reachesGroupNow(actor.communityId, row.id, groupId))) throw new Refusal('not_enabled')
  demandNoticesChosen(actor, row)
  return row
}
