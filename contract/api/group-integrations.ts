import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable } from './basics.ts'
import { route } from './route.ts'

/** Who reads what a service sends: each after the service let them see the thing, or everyone in the group (design.md rule 1). */
export const RouteAudience = Type.Union([Type.Literal('checked'), Type.Literal('group')])

/** How notices of one integration reach one group. */
export const NoticeRoute = Type.Object({
  events: Type.Array(Type.String(), { minItems: 1, maxItems: 100 }),
  /** One list of accepted values per filterable property; a property without a list accepts all. */
  filter: Type.Record(Type.String(), Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
  audience: RouteAudience,
})
export type NoticeRoute = Static<typeof NoticeRoute>

/** An integration that reaches this group: what it may do here, and its notices. */
export const GroupIntegration = Type.Object({
  integrationId: Type.String(),
  installationId: Id,
  name: Type.String(),
  icon: Type.String(),
  tagline: Type.String(),
  permissions: Type.Array(Type.String()),
  enabledBy: MemberRef,
  enabledAt: Instant,
  lastNoticeAt: nullable(Instant),
  /** What notices can be about, with labels in the reader's language; empty where it sends none. */
  eventKinds: Type.Array(Type.Object({ id: Type.String(), label: Type.String() })),
  filters: Type.Array(Type.Object({ id: Type.String(), label: Type.String(), hint: Type.String() })),
  route: nullable(NoticeRoute),
  may: Type.Object({ changeRoute: Type.Boolean() }),
})
export type GroupIntegration = Static<typeof GroupIntegration>

export const listGroupIntegrations = route('GET', '/groups/:groupId/integrations', {
  answer: Type.Object({ items: Type.Array(GroupIntegration) }),
})
export const changeNoticeRoute = route('PUT', '/groups/:groupId/integrations/:integrationKey/route', {
  body: NoticeRoute,
  answer: GroupIntegration,
})
export const removeNoticeRoute = route('DELETE', '/groups/:groupId/integrations/:integrationKey/route', {
  answer: Done,
})
