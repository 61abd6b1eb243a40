import type { Language } from '../../../contract/api/basics.ts'
import type { GroupIntegration, NoticeRoute } from '../../../contract/api/group-integrations.ts'
import { readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { maybe, sql } from '../../platform/db.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demandInside, mayInCommunity } from '../access/may.ts'
import { allListed, sayOf } from '../integrations/catalog.ts'
import { mayChooseNotices } from '../integrations/change-groups-configure.ts'
import { endOf, everyone, whole } from '../integrations/ends.sql.ts'
import { removedFromGroup } from '../integrations/group-removals.sql.ts'
import { type InstallationRow, installationsFor } from '../integrations/installations.sql.ts'
import { type Listing, listingsFor } from '../integrations/listings.ts'
import { listFollows } from './follow.ts'
import { groupPage } from './group-page.sql.ts'
import { type Here, readHere } from './here.sql.ts'

interface Asked {
  readonly search?: string | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** What reaches this group, by name: what it may do here, and how its notices come; and what its admins took out of it. */
export async function listGroupIntegrations(actor: Person, groupId: string, asked: Asked = {}) {
  await demandInside(actor, 'group.read', groupId)
  const { communityId } = actor
  const limit = asked.limit ?? 25
  const after = readSortCursor(asked.after)
  const found = await groupPage({
    ...{ communityId, groupId, after, limit: limit + 1, search: asked.search?.trim() || undefined },
    names: allListed().map(one => ({ id: one.connector.id, name: sayOf(one, actor.language, 'name') })),
  })
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: await presentPage(actor, groupId, shown),
    next: found.length > limit && last ? writeCursor(last.sort, last.id) : null,
    removed: after ? [] : await listRemoved(actor, groupId),
  }
}

/** In the order they were found in. */
async function presentPage(actor: Person, groupId: string, found: readonly { integration_id: string }[]) {
  const ids = found.map(row => row.integration_id)
  const [installations, listings] = await Promise.all([
    installationsFor(actor.communityId, ids),
    listingsFor(actor.communityId, ids),
  ])
  const known = await readHere(actor, groupId, [...installations.values()])
  return Promise.all(
    ids.flatMap(id => {
      const [row, listing] = [installations.get(id), listings.get(id)]
      return row && listing ? [presentGroupIntegration(actor, groupId, row, listing, known)] : []
    }),
  )
}

async function listRemoved(actor: Person, groupId: string) {
  const removed = await removedFromGroup(actor, groupId)
  const listings = await listingsFor(
    actor.communityId,
    removed.map(row => row.integration_id),
  )
  return removed.flatMap(row => {
    const listing = listings.get(row.integration_id)
    if (!listing) return []
    return [
      {
        integrationId: row.integration_id,
        name: listing.name(actor.language),
        icon: listing.icon,
        removedBy: row.removed_by,
        removedAt: row.removed_at.toISOString(),
        mayPutBack: mayInCommunity(actor, 'integrations.manage'),
      },
    ]
  })
}

export const routeOf = (communityId: string, installationId: string, groupId: string) =>
  maybe<NoticeRoute>(sql`
    select events, filter, audience, gather, digest_hour as "digestHour" from notice_routes
    where community_id = ${communityId} and installation_id = ${installationId} and group_id = ${groupId}`)

export async function presentGroupIntegration(
  actor: Person,
  groupId: string,
  row: InstallationRow,
  listing: Listing,
  here: Here,
): Promise<GroupIntegration> {
  const { routes, enablers, last, muted, leads, mayRoute } = here
  const enabledBy = enablers.get(row.enabled_by)
  if (!enabledBy) throw new Error(`who enabled ${row.id} is gone`)
  return {
    integrationId: row.integration_id,
    installationId: row.id,
    origin: listing.origin,
    name: listing.name(actor.language),
    icon: listing.icon,
    tagline: listing.tagline(actor.language),
    permissions: row.permissions.map(id => say(actor.language, `permissions.${id}.there`)),
    allGroups: row.everyone,
    endsAt: endHere(row, groupId)?.toISOString() ?? null,
    enabledBy,
    enabledAt: row.enabled_at.toISOString(),
    lastActivityAt: last.get(row.id)?.toISOString() ?? null,
    ...noticeChoices(listing, actor.language),
    route: routes.get(row.id) ?? null,
    follows: listing.listed?.connector.events?.followed ? await listFollows(actor, groupId, row) : null,
    muted: muted.has(row.id),
    may: {
      changeRoute: mayRoute && mayChooseNotices(actor, row),
      remove: leads && listing.origin === 'custom',
    },
  }
}

/** When it reaches this group no longer: it goes on in a group that was chosen when it is for all groups no longer. */
function endHere({ ends, everyone: all, group_ids }: InstallationRow, groupId: string): Date | null {
  const ways = [
    ...(all ? [endOf(ends, everyone)] : []),
    ...(group_ids.includes(groupId) ? [endOf(ends, { kind: 'group', id: groupId })] : []),
  ]
  const last = ways.some(end => end === null) ? null : latest(ways)
  return earliest([endOf(ends, whole), last])
}

const times = (of: readonly (Date | null)[]): number[] => of.flatMap(one => (one ? [one.getTime()] : []))
const earliest = (of: readonly (Date | null)[]): Date | null =>
  times(of).length > 0 ? new Date(Math.min(...times(of))) : null
const latest = (of: readonly (Date | null)[]): Date | null =>
  times(of).length > 0 ? new Date(Math.max(...times(of))) : null

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
