import { type DirectorySort, directorySorts } from '../../../contract/api/directory.ts'
import type { Integration, IntegrationRow, IntegrationStatus, Origin } from '../../../contract/api/integrations.ts'
import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity, mayInCommunity } from '../access/may.ts'
import { allListed, sayOf } from './catalog.ts'
import { countDirectory, directoryPage, type PlaceInDirectory, type WantedOfDirectory } from './directory.sql.ts'
import { failedSubscriptions, wantedBy } from './facts.sql.ts'
import { installationOf, installationsFor } from './installations.sql.ts'
import { type Listing, listingOf, listingsFor } from './listings.ts'
import { mayCreateCustom } from './plan.ts'
import { presentIntegration, presentRow } from './present-integration.ts'

export interface DirectoryAsked {
  readonly search?: string | undefined
  readonly category?: string | undefined
  readonly status?: IntegrationStatus | 'attention' | undefined
  readonly origin?: Origin | undefined
  readonly sort?: DirectorySort | `-${DirectorySort}` | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

const attention: readonly IntegrationStatus[] = ['needs_setup', 'needs_reconnecting', 'needs_attention']
const enabled: readonly IntegrationStatus[] = ['enabled', 'enabled_for', ...attention]
const available: readonly IntegrationStatus[] = ['available', 'requested']

/** A page of the directory, by name in the reader's language or in another order; counted, with the first page alone, is what the search leaves. */
export async function listIntegrations(actor: Person, asked: DirectoryAsked) {
  const wanted = wantedOf(actor, asked)
  const place = placeOf(asked)
  const [found, counts, mayCreate] = await Promise.all([
    directoryPage(wanted, place),
    place.after ? null : countsOf(wanted),
    mayCreateCustom(actor),
  ])
  const page = found.slice(0, place.limit - 1)
  const last = page.at(-1)
  return {
    items: await presentRows(
      actor,
      page.map(row => row.id),
    ),
    next: found.length > page.length && last ? writeCursor(String(last.rank), last.name, last.id) : null,
    counts,
    mayCreate,
  }
}

/** Names for who chooses one: the first that the search leaves, and the one that is chosen. */
export async function listIntegrationNames(
  actor: Person,
  { search, chosen }: { search?: string | undefined; chosen?: string | undefined },
): Promise<{ items: { id: string; name: string }[] }> {
  demandInCommunity(actor, 'integrations.manage')
  const found = await directoryPage(wantedOf(actor, { search, names: true }), placeOf({ limit: 25 }))
  const ids = found.slice(0, 25).map(row => row.id)
  const listings = await listingsFor(actor.communityId, chosen ? [...ids, chosen] : ids)
  return { items: [...listings.values()].map(listing => ({ id: listing.id, name: listing.name(actor.language) })) }
}

function wantedOf(actor: Person, asked: DirectoryAsked & { names?: boolean }): WantedOfDirectory {
  return {
    communityId: actor.communityId,
    listed: allListed().map(one => {
      const said = [sayOf(one, actor.language, 'name'), sayOf(one, actor.language, 'tagline')] as const
      const { id, listing } = one.connector
      return { id, name: said[0], category: listing.category, words: [said[0], listing.publisher, said[1]].join(' ') }
    }),
    customs: mayInCommunity(actor, 'integrations.manage'),
    search: asked.search?.trim() || undefined,
    onlyNames: asked.names === true,
    category: asked.category,
    ...meant(asked.status),
    origin: asked.origin,
  }
}

/** Each filter lists what its counter counts. */
function meant(status: DirectoryAsked['status']): Pick<WantedOfDirectory, 'statuses' | 'asked'> {
  if (status === undefined) return { statuses: undefined, asked: false }
  if (status === 'requested') return { statuses: undefined, asked: true }
  if (status === 'attention') return { statuses: attention, asked: false }
  if (status === 'available') return { statuses: available, asked: false }
  return { statuses: status === 'enabled' || status === 'enabled_for' ? enabled : [status], asked: false }
}

/** A cursor that somebody made up begins the list anew. One row more than asked is read to see whether it goes on. */
function placeOf({ sort, after, limit = 25 }: DirectoryAsked): PlaceInDirectory {
  const [rank = '', name = '', id = ''] = readCursor(after, 3) ?? []
  const isPlace = /^-?\d{1,3}$/.test(rank) && id !== ''
  return {
    sort: directorySorts.find(one => one === sort?.replace('-', '')) ?? 'name',
    down: sort?.startsWith('-') ?? false,
    after: isPlace ? { rank: Number(rank), name, id } : undefined,
    limit: limit + 1,
  }
}

async function countsOf(wanted: WantedOfDirectory) {
  const { statuses, requested, custom } = await countDirectory(wanted)
  const sum = (of: readonly IntegrationStatus[]): number => of.reduce((all, one) => all + (statuses[one] ?? 0), 0)
  return { enabled: sum(enabled), attention: sum(attention), available: sum(available), requested, custom }
}

/** In the order they were found in. */
async function presentRows(actor: Person, ids: readonly string[]): Promise<IntegrationRow[]> {
  const { communityId, language } = actor
  const [listings, installations, wanted] = await Promise.all([
    listingsFor(communityId, ids),
    installationsFor(communityId, ids),
    wantedBy(communityId, actor.memberId, ids),
  ])
  const failed = await failedSubscriptions(
    communityId,
    [...installations.values()].map(row => row.id),
  )
  return ids.flatMap(id => {
    const [listing, row] = [listings.get(id), installations.get(id)]
    return listing ? [presentRow(listing, language, row, row && failed.get(row.id), wanted.get(id))] : []
  })
}

/** What the community made for itself is its administrators' to see here; members know its bot (list-bots.ts). */
const maySee = (actor: Person, { origin }: Listing): boolean =>
  origin === 'connector' || mayInCommunity(actor, 'integrations.manage')

export async function getIntegration(actor: Person, integrationId: string): Promise<Integration> {
  const listing = await listingOf(actor.communityId, integrationId)
  if (!maySee(actor, listing)) throw new Refusal('not_found')
  return presentIntegration(actor, listing, await installationOf(actor.communityId, integrationId))
}
