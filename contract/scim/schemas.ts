/** The attributes of a person and of a set, as SCIM describes them (RFC 7643 section 7). */
import type { Urn } from './names.ts'

export interface Attribute {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'integer' | 'complex' | 'reference'
  readonly multiValued: boolean
  readonly required: boolean
  readonly caseExact: boolean
  readonly mutability: 'readWrite' | 'readOnly'
  readonly returned: 'always' | 'default'
  readonly uniqueness: 'none' | 'server'
  readonly subAttributes?: readonly Attribute[]
}

export interface Described {
  readonly urn: Urn
  /** Where it is a resource of its own. */
  readonly resource?: 'User' | 'Group'
  readonly name: string
  readonly about: string
  readonly attributes: readonly Attribute[]
}

const attribute = (name: string, more: Partial<Attribute> = {}): Attribute => ({
  ...{ name, type: 'string', multiValued: false, required: false, caseExact: false },
  ...{ mutability: 'readWrite', returned: 'default', uniqueness: 'none' },
  ...more,
})
const strings = (...names: string[]): Attribute[] => names.map(name => attribute(name))
const flag = (name: string, more: Partial<Attribute> = {}): Attribute => attribute(name, { type: 'boolean', ...more })
const whole = (name: string, more: Partial<Attribute> = {}): Attribute => attribute(name, { type: 'integer', ...more })
const complex = (name: string, subAttributes: readonly Attribute[], more: Partial<Attribute> = {}): Attribute =>
  attribute(name, { type: 'complex', subAttributes, ...more })
const several = (name: string, ...parts: string[]): Attribute =>
  complex(name, [...strings(...parts, 'type'), flag('primary')], { multiValued: true })

const user = [
  attribute('id', { caseExact: true, mutability: 'readOnly', returned: 'always', uniqueness: 'server' }),
  attribute('externalId', { caseExact: true, uniqueness: 'server' }),
  attribute('userName', { required: true, uniqueness: 'server' }),
  complex('name', [
    attribute('formatted', { required: true }),
    ...strings('familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'),
  ]),
  ...strings('displayName', 'nickName', 'userType', 'title', 'locale', 'preferredLanguage', 'timezone'),
  flag('active'),
  attribute('profileUrl', { type: 'reference', mutability: 'readOnly' }),
  several('emails', 'value', 'display'),
  several('phoneNumbers', 'value', 'display'),
  several('photos', 'value', 'display'),
  several('addresses', 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'),
  complex('groups', strings('value', 'display'), { multiValued: true, mutability: 'readOnly' }),
]

const readOnly = { mutability: 'readOnly' } as const

export const attributesOf: readonly Described[] = [
  { urn: 'user', resource: 'User', name: 'User', about: 'Somebody with an account', attributes: user },
  {
    ...{ urn: 'group', resource: 'Group', name: 'Group', about: 'A set of people' },
    attributes: [
      attribute('displayName', { required: true, uniqueness: 'server' }),
      complex('members', strings('value', 'type', 'display', '$ref'), { multiValued: true }),
    ],
  },
  {
    ...{ urn: 'enterprise', name: 'Enterprise User', about: 'Where somebody stands in the company' },
    attributes: [
      ...strings('employeeNumber', 'costCenter', 'organization', 'division', 'department'),
      complex('manager', [whole('managerId'), attribute('displayName', readOnly)]),
    ],
  },
  {
    ...{ urn: 'dates', name: 'Start and Term Dates', about: 'Unix seconds; a termDate of 0 is none' },
    attributes: [whole('startDate'), whole('termDate')],
  },
  {
    ...{ urn: 'status', name: 'Account Status Details', about: 'Invited, and whether the seat was claimed' },
    attributes: [
      ...[flag('invited'), flag('claimed'), whole('inviteDate', readOnly), whole('claimDate', readOnly)],
      ...[attribute('claimLink', { type: 'reference', ...readOnly }), flag('canDelete', readOnly)],
    ],
  },
  {
    ...{ urn: 'auth', name: 'Authentication Method', about: 'password or sso' },
    attributes: [attribute('authMethod')],
  },
  {
    ...{ urn: 'frontline', name: 'Frontline', about: 'Whether somebody works without a desk' },
    attributes: [flag('is_frontline'), flag('has_access')],
  },
]
