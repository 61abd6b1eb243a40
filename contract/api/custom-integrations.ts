import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable } from './basics.ts'
import { MayCreate } from './directory.ts'
import { GroupRef, Integration, Permission, Scope } from './integrations.ts'
import { NewOwner } from './program.ts'
import { route } from './route.ts'

const Name = Type.String({ minLength: 1, maxLength: 60 })
const Description = Type.String({ maxLength: 500 })
/** Hours for which the one before goes on working: none, one, a day. */
const Overlap = Type.Object({ overlapHours: Type.Union([Type.Literal(0), Type.Literal(1), Type.Literal(24)]) })
export type OverlapHours = Static<typeof Overlap>['overlapHours']

/** What a program may be granted, with our sentence and hint for each; and may this reader make one? */
export const listProgramPermissions = route('GET', '/custom-integrations/permissions', {
  answer: Type.Object({ items: Type.Array(Permission), mayCreate: MayCreate }),
})
/** Makes it, enabled, with a bot of the same name. It does nothing until it has a token. */
export const createCustomIntegration = route('POST', '/custom-integrations', {
  body: Type.Object({
    name: Name,
    description: Description,
    permissions: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 50 }),
    scope: Scope,
  }),
  answer: Integration,
})
export const changeDetails = route('PUT', '/custom-integrations/:integrationKey', {
  body: Type.Object({
    name: Name,
    description: Description,
    discoverable: Type.Boolean(),
    owner: NewOwner,
  }),
  answer: Integration,
})

/** A PNG, JPEG or WebP as base64; it is made small and encoded anew. */
export const changeLogo = route('PUT', '/custom-integrations/:integrationKey/logo', {
  body: Type.Object({ picture: Type.String({ minLength: 1, maxLength: 900_000 }) }),
  answer: Integration,
})
export const removeLogo = route('DELETE', '/custom-integrations/:integrationKey/logo', { answer: Integration })
/** WebP, for members of the community. */
export const getLogo = route('GET', '/custom-integrations/:integrationKey/logo', { answer: Type.Unknown() })

export const changeSecurity = route('PUT', '/custom-integrations/:integrationKey/security', {
  body: Type.Object({
    requireProof: Type.Boolean(),
    ipAllow: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 100 }),
  }),
  answer: Integration,
})

/** Whether people whose accounts it makes are invited at once. */
export const changeDirectory = route('PUT', '/custom-integrations/:integrationKey/directory', {
  body: Type.Object({ invitesAtOnce: Type.Boolean() }),
  answer: Integration,
})

/** Where people who sign in to it are led back to, and whether devices may ask who sits in front of them. */
export const changeLogIn = route('PUT', '/custom-integrations/:integrationKey/log-in', {
  body: Type.Object({
    addresses: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 50 }),
    devices: Type.Boolean(),
  }),
  answer: Integration,
})

/** The app secret, shown because somebody asked: that they did is recorded. */
export const showSecret = route('POST', '/custom-integrations/:integrationKey/secret/show', {
  answer: Type.Object({ secret: Type.String() }),
})
export const resetSecret = route('POST', '/custom-integrations/:integrationKey/secret', {
  body: Overlap,
  answer: Type.Object({ integration: Integration, secret: Type.String() }),
})
/** A new access token, answered here and never again. */
export const createToken = route('POST', '/custom-integrations/:integrationKey/tokens', {
  body: Overlap,
  answer: Type.Object({ integration: Integration, token: Type.String() }),
})
/** Ends a token before its time. */
export const endToken = route('DELETE', '/custom-integrations/:integrationKey/tokens/:tokenId', { answer: Integration })

/** Permissions that were taken away for want of use, given again. */
export const giveBackPermissions = route('POST', '/custom-integrations/:integrationKey/permissions', {
  body: Type.Object({ permissions: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 50 }) }),
  answer: Integration,
})

/** A deleted one, until it is gone for good. */
export const DeletedIntegration = Type.Object({
  id: Id,
  name: Type.String(),
  icon: nullable(Type.String()),
  deletedBy: MemberRef,
  deletedAt: Instant,
  goneAt: Instant,
  posts: Type.Integer(),
  comments: Type.Integer(),
  messages: Type.Integer(),
})
export type DeletedIntegration = Static<typeof DeletedIntegration>
export const listDeletedIntegrations = route('GET', '/custom-integrations/deleted', {
  answer: Type.Object({ items: Type.Array(DeletedIntegration) }),
})
export const undeleteIntegration = route('POST', '/custom-integrations/:integrationKey/undelete', {
  answer: Integration,
})

/** A bot that a member may know of: it wants to be found, and reaches a group of theirs. */
export const ListedBot = Type.Object({
  memberId: Id,
  name: Type.String(),
  description: Type.String(),
  picture: nullable(Type.String()),
  /** Who answers for it; null where that is a group the reader does not know of. */
  owner: nullable(Type.String()),
  mentionable: Type.Boolean(),
  /** What it may do in the groups it reaches. */
  permissions: Type.Array(Type.String()),
  everyone: Type.Boolean(),
  /** Of the reader's groups, those it reaches. */
  groups: Type.Array(GroupRef),
})
export type ListedBot = Static<typeof ListedBot>
export const listBots = route('GET', '/bots', {
  query: Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })) }),
  answer: Type.Object({ items: Type.Array(ListedBot) }),
})
