import type { Listed } from '../../../connectors/catalog.ts'
import type { Language } from '../../../contract/api/basics.ts'
import type { Integration, Origin } from '../../../contract/api/integrations.ts'
import { type PermissionId, permissions, programPermissions } from '../../../contract/permissions.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import { findListed, sayOf } from './catalog.ts'
import { type CustomRow, customById, customsNamed, logoAddress } from './custom.sql.ts'

/**
 * An integration before anybody enabled it, whichever its origin (design.md 2): one of the catalog, or one that the community made for itself. What
 * holds for both asks this; only what needs a service asks the catalog.
 */
export interface Listing {
  readonly id: string
  readonly origin: Origin
  readonly name: (language: Language) => string
  readonly publisher: string
  readonly tagline: (language: Language) => string
  readonly description: (language: Language) => string
  readonly category: Integration['category']
  readonly icon: string | null
  readonly ends: string | null
  /** Permissions that may be granted, and what it says of each. */
  readonly asks: readonly Asked[]
  readonly needsSignIn: boolean
  /** For communities on `advanced` only. */
  readonly needsPlan: boolean
  /** The connector behind it, where it is one. */
  readonly listed: Listed | undefined
}

export interface Asked {
  readonly id: PermissionId
  readonly required: boolean
  readonly reason: (language: Language) => string | null
  readonly hint: (language: Language) => string | null
}

/** The listing as this community knows it, or `not_found`. */
export async function listingOf(communityId: string, integrationId: string): Promise<Listing> {
  const listed = findListed(integrationId)
  if (listed) return ofConnector(listed)
  return ofProgram(await demandCustom(communityId, integrationId))
}

/** The custom integration, or `not_found`: also where it was deleted, or is another community's. */
export async function demandCustom(communityId: string, integrationId: string): Promise<CustomRow> {
  const row = await customById(communityId, integrationId)
  if (!row || row.deleted_at) throw new Refusal('not_found')
  return row
}

/** These of what there is for this community, by id; what is not there any more is not among them. */
export async function listingsFor(communityId: string, ids: readonly string[]): Promise<Map<string, Listing>> {
  const listed = ids.flatMap(id => findListed(id) ?? [])
  const own = ids.filter(id => !findListed(id))
  const customs = own.length > 0 ? await customsNamed(communityId, own) : []
  return new Map([...listed.map(ofConnector), ...customs.map(ofProgram)].map(one => [one.id, one]))
}

const ofConnector = (listed: Listed): Listing => ({
  id: listed.connector.id,
  origin: 'connector',
  name: language => sayOf(listed, language, 'name'),
  publisher: listed.connector.listing.publisher,
  tagline: language => sayOf(listed, language, 'tagline'),
  description: language => sayOf(listed, language, 'description'),
  category: listed.connector.listing.category,
  icon: `/api/integrations/${listed.connector.id}/icon.svg`,
  ends: listed.connector.listing.ends ?? null,
  asks: listed.connector.permissions.map(({ id, required }) => ({
    id,
    required,
    reason: language => sayOf(listed, language, `permission.${id}`),
    hint: () => null,
  })),
  needsSignIn: listed.connector.oauth !== undefined,
  needsPlan: false,
  listed,
})

const ofProgram = (row: CustomRow): Listing => ({
  id: row.id,
  origin: 'custom',
  name: () => row.name,
  publisher: row.community_name,
  tagline: () => row.description.split('\n')[0] ?? '',
  description: () => row.description,
  category: null,
  icon: logoAddress(row),
  ends: null,
  asks: askedOfPrograms,
  needsSignIn: false,
  needsPlan: true,
  listed: undefined,
})

/** Programs ask for nothing by themselves: whoever makes one chooses among what there is. */
export const askedOfPrograms: readonly Asked[] = programPermissions.map(id => ({
  id,
  required: false,
  reason: () => null,
  hint: language => say(language, `permissions.${id}.hint`),
}))

/** Only what may be granted, all that is required, and what needs all groups only with them. */
export function checkPermissions(
  { asks }: Pick<Listing, 'asks'>,
  given: readonly string[],
  scope: { readonly everyone: boolean },
): string[] {
  const strange = given.find(id => !asks.some(one => one.id === id))
  if (strange) throw new Refusal('bad_input', { field: 'permissions', problem: 'not_offered' })
  const missing = asks.find(one => one.required && !given.includes(one.id))
  if (missing) throw new Refusal('bad_input', { field: 'permissions', problem: 'missing' })
  const whole = permissions.find(one => one.whole && given.includes(one.id))
  if (whole && !scope.everyone) throw new Refusal('all_groups_needed', { permission: whole.id })
  return [...new Set(given)]
}
