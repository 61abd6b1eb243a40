import { type Overseen, type OverseenSort, sorts } from '../../../contract/api/oversight.ts'
import { permissions as known } from '../../../contract/permissions.ts'
import { readSortCursor, writeCursor } from '../../platform/cursor.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { allListed, sayOf } from '../integrations/catalog.ts'
import type { End } from '../integrations/ends.sql.ts'
import { type Listing, listingsFor } from '../integrations/listings.ts'
import { flushUses } from '../integrations/note-use.ts'
import { presentStanding } from '../integrations/present-integration.ts'
import { revisionOf } from '../integrations/revision.ts'
import { countOverseen, overseenKeys, overseenPage, type Wanted } from './overseen.sql.ts'
import { type Facts, overseenFacts } from './overseen-facts.sql.ts'

export interface OverseenAsked {
  readonly search?: string | undefined
  readonly origin?: 'connector' | 'custom' | undefined
  readonly state?: string | undefined
  readonly use?: string | undefined
  readonly permission?: string | undefined
  readonly groupId?: string | undefined
  readonly owner?: string | undefined
}

type Paged = OverseenAsked & { sort?: string | undefined; after?: string | undefined; limit?: number | undefined }

/** Every integration that was added, whatever its origin: what it may do and does, a page at a time in any order. */
export async function listOverseen(actor: Person, asked: Paged) {
  demandInCommunity(actor, 'integrations.manage')
  await flushUses()
  const limit = asked.limit ?? 50
  const sort = sorts.find(one => one === asked.sort?.replace('-', '')) ?? 'name'
  const place = readSortCursor(asked.after)
  const after = place && isPlaceIn(sort, place.sort) ? { value: place.sort, id: place.id } : undefined
  const down = asked.sort?.startsWith('-') ?? false
  const wanted = wantedBy(actor, asked)
  const [found, total] = await Promise.all([
    overseenPage(wanted, { sort, down, after, limit: limit + 1 }),
    after ? null : countOverseen(wanted),
  ])
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: await presentPage(actor, page),
    next: found.length > limit && last ? writeCursor(last.at, last.id) : null,
    total,
  }
}

export async function listOverseenKeys(actor: Person, asked: OverseenAsked): Promise<{ items: string[] }> {
  demandInCommunity(actor, 'integrations.manage')
  return { items: (await overseenKeys(wantedBy(actor, asked))).map(row => row.integration_id) }
}

/** A cursor that somebody made up begins the list anew. */
const isPlaceIn = (sort: OverseenSort, value: string): boolean =>
  sort === 'name' || (value.length < 30 && /^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/.test(value))

const wantedBy = (actor: Person, asked: OverseenAsked): Wanted => ({
  communityId: actor.communityId,
  memberId: actor.memberId,
  names: allListed().map(one => ({ id: one.connector.id, name: sayOf(one, actor.language, 'name') })),
  search: asked.search?.trim() || undefined,
  origin: asked.origin,
  state: asked.state,
  use: asked.use,
  permission: asked.permission,
  groupId: asked.groupId,
  owner: asked.owner,
})

/** In the order they were found in. */
async function presentPage(
  actor: Person,
  found: readonly { id: string; integration_id: string }[],
): Promise<Overseen[]> {
  const [facts, listings] = await Promise.all([
    overseenFacts(
      actor,
      found.map(row => row.id),
    ),
    listingsFor(
      actor.communityId,
      found.map(row => row.integration_id),
    ),
  ])
  return found.flatMap(row => {
    const [of, listing] = [facts.get(row.id), listings.get(row.integration_id)]
    return of && listing ? [presentOverseen(actor, listing, of)] : []
  })
}

const risks = new Map<string, number>(known.map(one => [one.id, one.risk]))

export function presentOverseen(actor: Person, listing: Listing, facts: Facts): Overseen {
  const used = facts.permissions.filter(id => facts.used.includes(id)).length
  const never = facts.permissions.filter(id => !facts.known.includes(id)).length
  const granted = facts.permissions.length
  return {
    id: listing.id,
    installationId: facts.id,
    origin: listing.origin,
    name: listing.name(actor.language),
    publisher: listing.publisher,
    icon: listing.icon,
    ...presentStanding(facts, facts.quiet || facts.failing),
    groupCount: facts.everyone ? null : facts.group_count,
    exceptGroups: facts.everyone ? facts.except_count : 0,
    permissions: {
      granted,
      used,
      never,
      stale: granted - used - never,
      risk: Math.max(0, ...facts.permissions.map(id => risks.get(id) ?? 1)),
    },
    calls: facts.calls,
    bytes: facts.bytes,
    lastUsedAt: facts.last_used_at?.toISOString() ?? null,
    errors: facts.errors,
    health: healthOf(facts),
    owner: ownerOf(listing, facts),
    enabledBy: facts.enabled_by,
    review: { kind: listing.origin === 'connector' ? 'built_in' : 'own' },
    ends: countedEnds(facts.ends),
    revision: revisionOf(facts),
  }
}

function countedEnds(ends: readonly End[]): Overseen['ends'] {
  const found = new Map<string, Overseen['ends'][number]>()
  for (const { kind, at } of ends) {
    const key = `${kind} ${at}`
    found.set(key, { kind, at: new Date(at).toISOString(), count: (found.get(key)?.count ?? 0) + 1 })
  }
  return [...found.values()]
}

function healthOf(facts: Facts): Overseen['health'] {
  if (facts.connection === 'pending' || facts.connection === 'broken') return facts.connection
  if (facts.failing) return 'failing'
  if (facts.quiet) return 'quiet'
  return facts.connection === 'connected' || facts.listens ? 'well' : 'none'
}

function ownerOf({ origin }: Listing, facts: Facts): Overseen['owner'] {
  if (facts.owner_hidden) return { kind: 'hidden' }
  if (facts.owner_group_id) return { kind: 'group', groupId: facts.owner_group_id, name: facts.owner_group ?? '' }
  if (origin === 'connector' && !facts.owner_role) return null
  return { kind: 'role', role: (facts.owner_role ?? 'system_administrator') as 'member' }
}
