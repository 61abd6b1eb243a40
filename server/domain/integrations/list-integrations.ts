import type { Integration, IntegrationRow, IntegrationStatus, Origin } from '../../../contract/api/integrations.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import { failedSubscriptions, wantedBy } from './facts.sql.ts'
import { installationOf, installationsOf } from './installations.sql.ts'
import { type Listing, listingOf, listingsOf } from './listings.ts'
import { hasPlan } from './plan.ts'
import { presentIntegration, presentRow } from './present-integration.ts'

export interface DirectoryFilter {
  readonly search?: string | undefined
  readonly category?: string | undefined
  readonly status?: IntegrationStatus | 'attention' | undefined
  readonly origin?: Origin | undefined
}

const attention: readonly IntegrationStatus[] = ['needs_setup', 'needs_reconnecting', 'needs_attention']
const enabled: readonly IntegrationStatus[] = ['enabled', 'enabled_for', ...attention]

/** The directory, by name in the reader's language; its counters count what the search leaves. */
export async function listIntegrations(actor: Person, filter: DirectoryFilter) {
  const [installations, failed, listings, plan, wanted] = await Promise.all([
    installationsOf(actor.communityId),
    failedSubscriptions(actor.communityId),
    listingsOf(actor.communityId),
    hasPlan(actor.communityId),
    wantedBy(actor.communityId, actor.memberId),
  ])
  const byIntegration = new Map(installations.map(row => [row.integration_id, row]))
  const found = listings
    .filter(listing => maySee(actor, listing))
    .map(listing => {
      const row = byIntegration.get(listing.id)
      return presentRow(listing, actor.language, row, row && failed.get(row.id), wanted.get(listing.id))
    })
    .filter(row => matches(row, filter))
    .sort((a, b) => a.name.localeCompare(b.name, actor.language))
  const count = (statuses: readonly IntegrationStatus[]): number =>
    found.filter(row => statuses.includes(row.status)).length
  return {
    items: found.filter(
      row =>
        (!filter.origin || row.origin === filter.origin) &&
        (!filter.status || meant(filter.status).includes(row.status)),
    ),
    counts: {
      enabled: count(enabled),
      attention: count(attention),
      available: count(['available', 'requested']),
      requested: found.filter(row => row.wanted !== null).length,
      custom: found.filter(row => row.origin === 'custom').length,
    },
    mayCreate: mayCreate(actor, plan),
  }
}

/** Each filter lists what its counter counts. */
function meant(status: NonNullable<DirectoryFilter['status']>): readonly IntegrationStatus[] {
  if (status === 'attention') return attention
  if (status === 'available') return ['available', 'requested']
  return status === 'enabled' || status === 'enabled_for' ? enabled : [status]
}

function mayCreate(actor: Person, plan: boolean): 'yes' | 'no' | 'plan' {
  if (!mayInCommunity(actor, 'integrations.manage')) return 'no'
  return plan ? 'yes' : 'plan'
}

/** What the community made for itself is its administrators' to see here; members know its bot (list-bots.ts). */
const maySee = (actor: Person, { origin }: Listing): boolean =>
  origin === 'connector' || mayInCommunity(actor, 'integrations.manage')

export async function getIntegration(actor: Person, integrationId: string): Promise<Integration> {
  const listing = await listingOf(actor.communityId, integrationId)
  if (!maySee(actor, listing)) throw new Refusal('not_found')
  return presentIntegration(actor, listing, await installationOf(actor.communityId, integrationId))
}

function matches(row: IntegrationRow, filter: DirectoryFilter): boolean {
  const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain(`${row.name} ${row.publisher} ${row.tagline}`)
  return (
    (!filter.category || row.category === filter.category) &&
    (!filter.search || words.includes(plain(filter.search.trim())))
  )
}
