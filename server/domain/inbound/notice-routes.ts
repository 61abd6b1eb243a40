import type { Language, MemberRef } from '../../../contract/api/basics.ts'
import type { GroupIntegration, NoticeRoute } from '../../../contract/api/group-integrations.ts'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInside, may } from '../access/may.ts'
import { reaches } from '../access/reaches.ts'
import { record } from '../audit/record.ts'
import { getListed, sayOf } from '../integrations/catalog.ts'
import { announceInstallation, audited } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationOf, installationsOf } from '../integrations/installations.sql.ts'
import { type Listing, listingOf, listingsOf } from '../integrations/listings.ts'
import { listFollows } from './follow.ts'

/** Every integration that reaches this group: what it may do here, and how its notices come. */
export async function listGroupIntegrations(actor: Person, groupId: string): Promise<GroupIntegration[]> {
  await demandInside(actor, 'group.read', groupId)
  const here = new Set(
    (
      await rows<{ id: string }>(sql`
        select i.id from installations i
        join grants r on r.community_id = i.community_id and r.installation_id = i.id
        where i.community_id = ${actor.communityId} and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)}`)
    ).map(row => row.id),
  )
  const mayChange = await may(actor, 'group.route', groupId)
  const listings = new Map((await listingsOf(actor.communityId)).map(listing => [listing.id, listing]))
  const installations = (await installationsOf(actor.communityId)).filter(row => here.has(row.id))
  return Promise.all(
    installations.flatMap(row => {
      const listing = listings.get(row.integration_id)
      return listing ? [present(actor, groupId, row, listing, mayChange)] : []
    }),
  )
}

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
    return present(actor, groupId, row, await listingOf(actor.communityId, integrationId), true)
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

async function demandHere(actor: Person, groupId: string, integrationId: string): Promise<InstallationRow> {
  const row = await installationOf(actor.communityId, integrationId)
  const here = row && (await reachesAtAll(actor.communityId, row.id, groupId))
  if (!row || !here) throw new Refusal('not_enabled')
  return row
}

const reachesAtAll = (communityId: string, installationId: string, groupId: string) =>
  maybe(sql`
    select from installations i join grants r on r.community_id = i.community_id and r.installation_id = i.id
    where i.community_id = ${communityId} and i.id = ${installationId} and ${reaches(sql`i`, sql`r`, sql`${groupId}::bigint`)}`)

export const routeOf = (communityId: string, installationId: string, groupId: string) =>
  maybe<NoticeRoute>(sql`
    select events, filter, audience, gather, digest_hour as "digestHour" from notice_routes
    where community_id = ${communityId} and installation_id = ${installationId} and group_id = ${groupId}`)

async function present(
  actor: Person,
  groupId: string,
  row: InstallationRow,
  listing: Listing,
  mayChange: boolean,
): Promise<GroupIntegration> {
  const [route, follows, enabledBy, last] = await Promise.all([
    routeOf(actor.communityId, row.id, groupId),
    listing.listed?.connector.events?.followed ? listFollows(actor, groupId, row) : null,
    one<MemberRef>(
      sql`select id, name, kind, picture, title from members where community_id = ${actor.communityId} and id = ${row.enabled_by}`,
    ),
    one<{ at: Date | null }>(sql`
      select max(created_at) as at from posts
      where community_id = ${actor.communityId} and group_id = ${groupId} and installation_id = ${row.id}`),
  ])
  return {
    integrationId: row.integration_id,
    installationId: row.id,
    origin: listing.origin,
    name: listing.name(actor.language),
    icon: listing.icon,
    tagline: listing.tagline(actor.language),
    permissions: row.permissions.map(id => say(actor.language, `permissions.${id}`)),
    enabledBy,
    enabledAt: row.enabled_at.toISOString(),
    lastNoticeAt: last.at?.toISOString() ?? null,
    ...noticeChoices(listing, actor.language),
    route: route ?? null,
    follows,
    may: { changeRoute: mayChange },
  }
}

/** What its notices can be about, and by what they can be chosen; nothing where it sends none. */
function noticeChoices({ listed }: Listing, language: Language): Pick<GroupIntegration, 'eventKinds' | 'filters'> {
  const events = listed?.connector.events
  if (!events) return { eventKinds: [], filters: [] }
  return {
    eventKinds: events.kinds.map(id => ({ id, label: sayOf(listed, language, `event.${id}`) })),
    filters: events.filters.map(id => ({
      id,
      label: sayOf(listed, language, `filter.${id}.label`),
      hint: sayOf(listed, language, `filter.${id}.hint`),
    })),
  }
}
