import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable } from './basics.ts'
import { CommunityRole } from './session.ts'

/** The version of the Graph API that is shown; every other one, and none, answers the same. */
export const graphVersion = 'v3.0'

/** Who answers for a custom integration: a role or a group, so that nobody's leaving touches it. */
export const Owner = Type.Union([
  Type.Object({ kind: Type.Literal('role'), role: CommunityRole }),
  Type.Object({ kind: Type.Literal('group'), groupId: Id, name: Type.String() }),
  /** A group that the reader may not see is there: neither its number nor its name. */
  Type.Object({ kind: Type.Literal('hidden') }),
])
export type Owner = Static<typeof Owner>
export const NewOwner = Type.Union([
  Type.Object({ role: CommunityRole }),
  Type.Object({ groupId: Id }),
  /** Whoever it is now, also one that who saves does not see. */
  Type.Object({ kept: Type.Literal(true) }),
])
export type NewOwner = Static<typeof NewOwner>

/** A token that works now. The token itself was shown when it was made, and is kept nowhere. */
export const AccessToken = Type.Object({
  id: Id,
  madeBy: MemberRef,
  madeAt: Instant,
  /** null: until it is reset. */
  endsAt: nullable(Instant),
})
export type AccessToken = Static<typeof AccessToken>

/** What stands on the page of a custom integration beside what every integration has. */
export const Program = Type.Object({
  appId: Id,
  /** Where it calls the Graph. */
  address: Type.String(),
  apiVersion: Type.String(),
  discoverable: Type.Boolean(),
  /** Does the community's plan have it? Else it cannot be enabled. */
  inPlan: Type.Boolean(),
  owner: Owner,
  madeBy: MemberRef,
  madeAt: Instant,
  changedBy: MemberRef,
  changedAt: Instant,
  /** Calls are counted by day. */
  usage: Type.Object({ lastDay: nullable(Type.String()), lastWeek: Type.Integer() }),
  tokens: Type.Array(AccessToken),
  /** While the secret before the present one still works. */
  earlierSecretEndsAt: nullable(Instant),
  requireProof: Type.Boolean(),
  /** Addresses or CIDR blocks; empty: from anywhere. */
  ipAllow: Type.Array(Type.String()),
  /** People's signing in to it; what a device is told to ask with, where devices may. */
  logIn: Type.Object({
    addresses: Type.Array(Type.String()),
    devices: Type.Boolean(),
    clientToken: nullable(Type.String()),
    people: Type.Integer(),
  }),
  /** What an identity provider is told; for a program that may manage accounts. */
  directory: nullable(Type.Object({ address: Type.String(), communityId: Id, invitesAtOnce: Type.Boolean() })),
  /** Permissions that were taken away because they were not used. */
  withdrawn: Type.Array(Type.Object({ id: Type.String(), sentence: Type.String(), at: Instant })),
})
export type Program = Static<typeof Program>
