/** What SCIM says of itself (RFC 7643 5 to 7; workplace-scim.md 8). */

import { extensions, messages, oldUrns, urns } from '../../../contract/scim/names.ts'
import { attributesOf, type Described } from '../../../contract/scim/schemas.ts'
import { listOf } from './list.ts'
import type { JsonObject } from './read-call.ts'
import type { ScimCall } from './scim-call.ts'
import { missing } from './scim-error.ts'

export const readConfig = ({ base }: ScimCall): JsonObject => ({
  schemas: [messages.config],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 1_000 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'The access token of a custom integration with the permission Manage accounts',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
})

export const listTypes = (call: ScimCall): JsonObject =>
  listOf(
    types.map(one => typeOut(call, one)),
    { total: types.length, startIndex: 1, dialect: call.request.dialect },
  )

export function readType(call: ScimCall, name: string): JsonObject {
  const found = types.find(one =>
    [one.name, one.endpoint.slice(1)].some(known => known.toLowerCase() === name.toLowerCase()),
  )
  if (!found) throw missing(name)
  return typeOut(call, found)
}

export const listSchemas = (call: ScimCall): JsonObject =>
  listOf(
    attributesOf.map(one => schemaOut(call, one)),
    { total: attributesOf.length, startIndex: 1, dialect: call.request.dialect },
  )

/** By its name, by version 1.1's, or as the samples ask: `Schemas/Users`. */
export function readSchema(call: ScimCall, name: string): JsonObject {
  const lower = name.toLowerCase()
  const found = attributesOf.find(({ urn, resource }) =>
    [urns[urn], oldUrns[urn], ...(resource ? [resource, `${resource}s`] : [])].some(
      known => known.toLowerCase() === lower,
    ),
  )
  if (!found) throw missing(name)
  return schemaOut(call, found)
}

interface ResourceType {
  readonly name: 'User' | 'Group'
  readonly endpoint: string
  readonly schema: string
}

const types: readonly ResourceType[] = [
  { name: 'User', endpoint: '/Users', schema: urns.user },
  { name: 'Group', endpoint: '/Groups', schema: urns.group },
]

const typeOut = ({ base }: ScimCall, { name, endpoint, schema }: ResourceType): JsonObject => ({
  schemas: [messages.resourceType],
  id: name,
  name,
  endpoint,
  description: name === 'User' ? 'Somebody with an account' : 'A set of people',
  schema,
  ...(name === 'User' && {
    schemaExtensions: extensions.map(one => ({ schema: urns[one], required: false })),
  }),
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
})

const schemaOut = ({ base, request }: ScimCall, { urn, name, about, attributes }: Described): JsonObject => ({
  schemas: [messages.schema],
  id: request.dialect === 'v1' ? oldUrns[urn] : urns[urn],
  name,
  description: about,
  attributes,
  meta: { resourceType: 'Schema', location: `${base}/Schemas/${urns[urn]}` },
})
