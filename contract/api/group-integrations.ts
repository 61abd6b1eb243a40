import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { GroupRef, Origin } from './integrations.ts'
import { route } from './route.ts'

/** Who reads what a service sends: each after the service let them see the thing, or everyone in the group (design.md rule 1). */
export const RouteAudience = Type.Union([Type.Literal('checked'), Type.Literal('group')])

/** How notices of one integration reach one group. */
export const NoticeRoute = Type.Object({
  events: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
  /** One list of accepted values per filterable property; a property without a list accepts all. */
  filter: Type.Record(Type.String(), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
  audience: RouteAudience,
  /** Events of one thing within a day under its first notice, a post for each, or one post a day. */
  gather: Type.Optional(Type.Union([Type.Literal('gather'), Type.Literal('each'), Type.Literal('digest')])),
  /** For a digest: the hour, in the time zone of whoever sets it. */
  digestHour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
})
export type NoticeRoute = Static<typeof NoticeRoute>

/** A thing at a service that a group follows. Its title is what the service tells this reader; null where it tells them nothing. */
export const Follow = Type.Object({
  id: Id,
  title: nullable(Type.String()),
  url: nullable(Type.String()),
  madeBy: MemberRef,
  madeAt: Instant,
})
export type Follow = Static<typeof Follow>

/** An integration that reaches this group: what it may do here, and its notices. */
export const GroupIntegration = Type.Object({
  integrationId: Type.String(),
  installationId: Id,
  origin: Origin,
  name: Type.String(),
  /** null: its letters stand for it. */
  icon: nullable(Type.String()),
  tagline: Type.String(),
  /** What it may read and do here, as sentences. */
  permissions: Type.Array(Type.String()),
  /** It is enabled for all groups; else for chosen ones. */
  allGroups: Type.Boolean(),
  /** When its time in this group ends by itself. */
  endsAt: nullable(Instant),
  enabledBy: MemberRef,
  enabledAt: Instant,
  /** The last it said or asked for here, or was told of here. */
  lastActivityAt: nullable(Instant),
  /** What notices can be about, with labels in the reader's language; empty where it sends none. */
  eventKinds: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  filters: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), hint: Type.String() })),
  route: nullable(NoticeRoute),
  /** null: its notices are chosen by filters. Else the things that the group follows. */
  follows: nullable(Type.Array(Follow)),
  /** The reader does not want to hear of it in this group. */
  muted: Type.Boolean(),
  may: Type.Object({ changeRoute: Type.Boolean(), remove: Type.Boolean() }),
})
export type GroupIntegration = Static<typeof GroupIntegration>

/** A custom integration that the group's admin took out of it. */
const Removed = Type.Object({
  integrationId: Type.String(),
  name: Type.String(),
  icon: nullable(Type.String()),
  removedBy: MemberRef,
  removedAt: Instant,
  mayPutBack: Type.Boolean(),
})
export type RemovedHere = Static<typeof Removed>

/** By name; what was removed stands on the first page. */
export const listGroupIntegrations = route('GET', '/groups/:groupId/integrations', {
  query: Type.Object({ search: Type.Optional(Type.String({ maxLength: 100 })), ...Paging }),
  answer: Type.Object({ ...page(GroupIntegration).properties, removed: Type.Array(Removed) }),
})
/** What removing it from the group stops, counted: said before it is done. */
export const foreseeRemovalFromGroup = route('GET', '/groups/:groupId/integrations/:integrationKey/removal', {
  answer: Type.Object({ members: Type.Integer(), posts: Type.Integer(), webhooks: Type.Integer() }),
})
/** A group's admin takes a custom integration out of the group: at once, until a system administrator puts it back. */
export const removeIntegrationFromGroup = route('DELETE', '/groups/:groupId/integrations/:integrationKey', {
  answer: Done,
})
export const putIntegrationBack = route('POST', '/groups/:groupId/integrations/:integrationKey/put-back', {
  answer: Done,
})
/** For the reader alone: its posts leave their home feed, and ring no bell. */
export const muteIntegration = route('PUT', '/groups/:groupId/integrations/:integrationKey/muted', {
  body: Type.Object({ muted: Type.Boolean() }),
  answer: Done,
})
/** Where an integration was taken out, for its page; of groups the reader does not see, how many. */
export const listGroupsLeft = route('GET', '/integrations/:integrationKey/groups-left', {
  answer: Type.Object({
    items: Type.Array(Type.Object({ group: GroupRef, removedBy: MemberRef, removedAt: Instant })),
    hidden: Type.Integer(),
  }),
})
/** Do group admins choose how its notices come to their groups, or only system administrators? */
export const changeGroupsConfigure = route('PUT', '/integrations/:integrationKey/groups-configure', {
  body: Type.Object({ allowed: Type.Boolean() }),
  answer: Done,
})
export const changeNoticeRoute = route('PUT', '/groups/:groupId/integrations/:integrationKey/route', {
  body: NoticeRoute,
  answer: GroupIntegration,
})
export const removeNoticeRoute = route('DELETE', '/groups/:groupId/integrations/:integrationKey/route', {
  answer: Done,
})

/** Follows what a link of a post names, in the post's group. */
export const followThing = route('POST', '/previews/:subjectId/:linkKey/follow', { answer: Done })
export const unfollowThing = route('DELETE', '/groups/:groupId/follows/:followId', { answer: Done })
