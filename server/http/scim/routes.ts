/** Every door of SCIM, as data: what is not here is not there, and what is here is asked by everybody who must not know of it (test/scim/tenancy.test.ts). */
import { listSchemas, listTypes, readConfig, readSchema, readType } from './discovery.ts'
import { createGroup, deleteGroup, listGroups, patchGroup, putGroup, readGroup } from './groups.ts'
import type { JsonObject } from './read-call.ts'
import type { ScimCall } from './scim-call.ts'
import { createUser, deleteUser, listUsers, patchUser, putUser, readUser } from './users.ts'

export interface ScimRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parts with a colon are names of things; a schema has its own names. */
  readonly path: string
  /** What it is about; `self`: what SCIM says of itself. */
  readonly of: 'person' | 'people_set' | 'self'
  /** Clients count 201 as made and 200 as all else (workplace-scim.md 3.1). */
  readonly success: 200 | 201
  readonly run: (call: ScimCall, name: string) => Promise<JsonObject> | JsonObject
}

export const scimRoutes: readonly ScimRoute[] = [
  { method: 'GET', path: '/Users', of: 'person', success: 200, run: listUsers },
  { method: 'POST', path: '/Users', of: 'person', success: 201, run: createUser },
  { method: 'GET', path: '/Users/:id', of: 'person', success: 200, run: readUser },
  { method: 'PUT', path: '/Users/:id', of: 'person', success: 200, run: putUser },
  { method: 'PATCH', path: '/Users/:id', of: 'person', success: 200, run: patchUser },
  { method: 'DELETE', path: '/Users/:id', of: 'person', success: 200, run: deleteUser },
  { method: 'GET', path: '/Groups', of: 'people_set', success: 200, run: listGroups },
  { method: 'POST', path: '/Groups', of: 'people_set', success: 201, run: createGroup },
  { method: 'GET', path: '/Groups/:id', of: 'people_set', success: 200, run: readGroup },
  { method: 'PUT', path: '/Groups/:id', of: 'people_set', success: 200, run: putGroup },
  { method: 'PATCH', path: '/Groups/:id', of: 'people_set', success: 200, run: patchGroup },
  { method: 'DELETE', path: '/Groups/:id', of: 'people_set', success: 200, run: deleteGroup },
  { method: 'GET', path: '/ServiceProviderConfig', of: 'self', success: 200, run: readConfig },
  { method: 'GET', path: '/ServiceProviderConfigs', of: 'self', success: 200, run: readConfig },
  { method: 'GET', path: '/ResourceTypes', of: 'self', success: 200, run: listTypes },
  { method: 'GET', path: '/ResourceTypes/:name', of: 'self', success: 200, run: readType },
  { method: 'GET', path: '/Schemas', of: 'self', success: 200, run: listSchemas },
  { method: 'GET', path: '/Schemas/:name', of: 'self', success: 200, run: readSchema },
]
