/** The names of SCIM as Workplace had them (workplace-scim.md 3): those of version 2, and what version 1.1 called the same. */
export const urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  enterprise: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  dates: 'urn:ietf:params:scim:schemas:extension:facebook:starttermdates:2.0:User',
  status: 'urn:ietf:params:scim:schemas:extension:facebook:accountstatusdetails:2.0:User',
  auth: 'urn:ietf:params:scim:schemas:extension:facebook:authmethod:2.0:User',
  frontline: 'urn:ietf:params:scim:schemas:extension:facebook:frontline:2.0:User',
} as const

export type Urn = keyof typeof urns

/** Blocks beside the person's own attributes. */
export const extensions = ['enterprise', 'dates', 'status', 'auth', 'frontline'] as const satisfies readonly Urn[]

/** Version 1.1's own; the directory of Microsoft sends them to version 2 as well. */
export const oldUrns = {
  user: 'urn:scim:schemas:core:1.0',
  group: 'urn:scim:schemas:core:1.0',
  enterprise: 'urn:scim:schemas:extension:enterprise:1.0',
  dates: 'urn:scim:schemas:extension:facebook:starttermdates:1.0',
  status: 'urn:scim:schemas:extension:facebook:accountstatusdetails:1.0',
  auth: 'urn:scim:schemas:extension:facebook:auth_method:1.0',
  frontline: 'urn:scim:schemas:extension:facebook:frontline:1.0',
} as const satisfies Record<Urn, string>

/** Messages of the protocol, and what it says of itself. */
export const messages = {
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patch: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
  config: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  schema: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  resourceType: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
} as const

/** Which of the two a program speaks. */
export type Dialect = 'v1' | 'v2'
