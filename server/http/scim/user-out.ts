/** A person as SCIM says them (workplace-scim.md 3.2 and 3.4): what our own columns know, and beside it what a directory said and only it reads. */
import { type Dialect, oldUrns, urns } from '../../../contract/scim/names.ts'
import type { DirectoryPerson } from '../../domain/community/directory.ts'
import { personPage } from '../../platform/addresses.ts'
import { userSchemas } from './list.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'

export interface Written {
  /** Where resources stand, as this program calls us. */
  readonly base: string
  readonly dialect: Dialect
  readonly sets: readonly { id: string; name: string }[]
}

export function userOut(row: DirectoryPerson, { base, dialect, sets }: Written): JsonObject {
  const kept = row.directory
  return said({
    schemas: userSchemas(dialect),
    id: row.id,
    externalId: row.external_id,
    userName: row.email,
    name: { formatted: row.name, ...(isObject(kept.name) && kept.name) },
    displayName: kept.displayName ?? row.name,
    nickName: kept.nickName,
    userType: kept.userType,
    title: row.title,
    locale: row.work_locale,
    preferredLanguage: kept.preferredLanguage,
    timezone: kept.timezone ?? row.time_zone,
    active: row.active,
    profileUrl: personPage(row.id),
    emails: kept.emails ?? (row.email ? [{ value: row.email, type: 'work', primary: true }] : undefined),
    phoneNumbers: withOwn(kept.phoneNumbers, 'value', row.phone),
    addresses: withOwn(kept.addresses, 'formatted', row.address),
    photos: kept.photos,
    groups: sets.length > 0 ? sets.map(set => ({ value: set.id, display: set.name })) : undefined,
    ...blocks(row, dialect),
    meta: {
      resourceType: 'User',
      created: row.created_at.toISOString(),
      lastModified: row.changed_at.toISOString(),
      location: `${base}/Users/${row.id}`,
    },
  })
}

function blocks(row: DirectoryPerson, dialect: Dialect): JsonObject {
  const words = dialect === 'v1' ? oldUrns : urns
  const { directory } = row
  return {
    [words.enterprise]: said({
      employeeNumber: directory.employeeNumber,
      costCenter: row.cost_center,
      organization: row.organization,
      division: row.division,
      department: row.department,
      // A number, as it was in both versions: ids are below 2^53.
      manager:
        row.manager_name === null ? undefined : { managerId: Number(row.manager_id), displayName: row.manager_name },
    }),
    [words.dates]: said({ startDate: directory.startDate, termDate: directory.termDate ?? 0 }),
    [words.status]: said({
      invited: row.invited_at !== null || row.claimed_at !== null,
      claimed: row.claimed_at !== null,
      inviteDate: seconds(row.invited_at),
      claimDate: seconds(row.claimed_at),
      claimLink: row.claim_link,
      canDelete: !row.was_claimed && row.claimed_at === null,
    }),
    [words.auth]: { [dialect === 'v1' ? 'auth_method' : 'authMethod']: row.auth_method },
    [words.frontline]: { is_frontline: row.is_frontline, has_access: row.has_frontline_access },
  }
}

/** Unix seconds; 0 says there is none. */
const seconds = (at: Date | null): number => (at ? Math.floor(at.getTime() / 1_000) : 0)

/** What the directory said, with the one our screens show first where somebody changed it since. */
function withOwn(kept: Json, name: string, own: string | null): Json {
  const list = Array.isArray(kept) ? kept.filter(isObject) : []
  if (!own || list.some(one => one[name] === own)) return list.length > 0 ? list : undefined
  return [{ [name]: own, type: 'work', primary: true }, ...list.filter(one => one.type !== 'work')]
}

/** Nothing is left out. */
export const said = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
