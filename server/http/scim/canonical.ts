/**
 * A body with the names of version 2, as the schema writes them: attributes are compared without case, extensions come by their names of either version, and
 * what is nested under the schema of the core is the person's own.
 */
import { oldUrns, type Urn, urns } from '../../../contract/scim/names.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'

const core = [
  ...[
    'id',
    'externalId',
    'userName',
    'name',
    'displayName',
    'nickName',
    'userType',
    'title',
    'locale',
    'preferredLanguage',
  ],
  ...[
    'timezone',
    'active',
    'photos',
    'emails',
    'phoneNumbers',
    'addresses',
    'meta',
    'schemas',
    'members',
    'claimed',
    'invited',
  ],
]
const parts = [
  ...['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'],
  ...['value', 'type', 'primary', 'display', 'streetAddress', 'locality', 'region', 'postalCode', 'country'],
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department', 'manager', 'managerId'],
  ...['startDate', 'termDate', 'invited', 'claimed', 'authMethod', 'is_frontline', 'has_access', 'displayName'],
]
const byLowerCase = (names: readonly string[]): Map<string, string> =>
  new Map(names.map(name => [name.toLowerCase(), name]))
const coreNames = byLowerCase(core)
const partNames = byLowerCase(parts).set('auth_method', 'authMethod')

/** The extension or core that a name or the beginning of one stands for. */
export function urnIn(name: string): { urn: Urn; rest: string } | undefined {
  const lower = name.toLowerCase()
  for (const words of [urns, oldUrns])
    for (const [urn, full] of Object.entries(words) as [Urn, string][])
      if (lower.startsWith(full.toLowerCase()) && /^(?:$|[:.])/.test(name.slice(full.length)))
        return { urn: urn === 'group' ? 'user' : urn, rest: name.slice(full.length + 1) }
  return undefined
}

export function canonical(body: JsonObject): Record<string, Json> {
  const found: Record<string, Json> = {}
  for (const [name, value] of Object.entries(body)) {
    const named = urnIn(name)
    if (named?.urn === 'user' && isObject(value)) Object.assign(found, canonical(value))
    else if (named && named.urn !== 'user') found[urns[named.urn]] = withParts(value)
    else found[coreNames.get(name.toLowerCase()) ?? name] = withParts(value)
  }
  return found
}

/** The name of an attribute, or of a part of one. */
export const coreName = (name: string): string => coreNames.get(name.toLowerCase()) ?? name
export const partName = (name: string): string => partNames.get(name.toLowerCase()) ?? name

const deepest = 6

function withParts(value: Json, depth = 0): Json {
  if (depth > deepest) return undefined
  if (Array.isArray(value)) return value.map(one => withParts(one, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [partName(name), withParts(inner, depth + 1)]))
}
