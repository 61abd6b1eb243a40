import Type, { type Static } from 'typebox'
import { permissions } from '../permissions.ts'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { Category, Consent, GroupRef, Integration, IntegrationStatus } from './integrations.ts'
import { route } from './route.ts'

/** approving: somebody said yes, and the sign-in at the service has not come back yet. */
export const RequestState = Type.Union([
  Type.Literal('open'),
  Type.Literal('approving'),
  Type.Literal('approved'),
  Type.Literal('declined'),
  Type.Literal('withdrawn'),
])
export type RequestState = Static<typeof RequestState>

const Reason = Type.String({ maxLength: 1_000 })
const Words = Type.String({ minLength: 1, maxLength: 1_000 })

/** A request as one reader knows it: how many support it is for everybody, the rest for its supporters and those who decide. */
export const IntegrationRequest = Type.Object({
  id: Id,
  integrationId: Type.String(),
  name: Type.String(),
  icon: nullable(Type.String()),
  state: RequestState,
  /** How many wait for it; once it is decided, how many asked. */
  supporters: Type.Integer(),
  askedAt: Instant,
  seen: nullable(Type.Object({ by: MemberRef, at: Instant })),
  /** `by` is null where a rule decided. */
  decided: nullable(Type.Object({ by: nullable(MemberRef), at: Instant, note: nullable(Type.String()) })),
  /** The reader's own part of it. `has`: they have what they asked for, though others still wait. */
  mine: nullable(
    Type.Object({ reason: Type.String(), groups: Type.Array(GroupRef), askedAt: Instant, has: Type.Boolean() }),
  ),
  comments: Type.Integer(),
  may: Type.Object({ withdraw: Type.Boolean(), comment: Type.Boolean(), decide: Type.Boolean() }),
})
export type IntegrationRequest = Static<typeof IntegrationRequest>

/** What a member can do to get an integration. */
export const Asking = Type.Object({
  integrationId: Type.String(),
  name: Type.String(),
  /** Is there anything left to ask for: is it not enabled for every group already? */
  may: Type.Boolean(),
  /** It is enabled for some groups: asking makes sense for a group alone. */
  groupsNeeded: Type.Boolean(),
  /** In place of the form, where the organisation takes requests elsewhere. */
  elsewhere: nullable(Type.Object({ text: Type.String(), url: nullable(Type.String()) })),
  /** The one that waits; else the last that was decided and that the reader supported. */
  request: nullable(IntegrationRequest),
})
export type Asking = Static<typeof Asking>
export const getAsking = route('GET', '/requests/asking/:integrationKey', { answer: Asking })

/** Asks, or adds one's voice, or changes what one said. `subjectId`: the post or comment whose link it is about; its group is asked for. */
export const askForIntegration = route('POST', '/requests', {
  body: Type.Object({
    integrationId: Type.String({ maxLength: 200 }),
    reason: Type.Optional(Reason),
    groupIds: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    subjectId: Type.Optional(Id),
  }),
  answer: Asking,
})
export const withdrawRequest = route('DELETE', '/requests/:requestId/support', { answer: Done })

export const RequestComment = Type.Object({
  id: Id,
  author: MemberRef,
  /** Asked by somebody who decides. */
  question: Type.Boolean(),
  text: Type.String(),
  at: Instant,
})
export type RequestComment = Static<typeof RequestComment>
/** Newest first. */
export const listRequestComments = route('GET', '/requests/:requestId/comments', {
  query: Type.Object(Paging),
  answer: page(RequestComment),
})
export const commentOnRequest = route('POST', '/requests/:requestId/comments', {
  body: Type.Object({ text: Words }),
  answer: RequestComment,
})

/** Of those who asked: who, why, and where; of groups that the reader does not see, how many. */
export const Supporter = Type.Object({
  member: MemberRef,
  reason: Type.String(),
  groups: Type.Array(GroupRef),
  hiddenGroups: Type.Integer(),
  askedAt: Instant,
  has: Type.Boolean(),
})
export type Supporter = Static<typeof Supporter>

/** A request for those who decide: the facts of the consent screen, and what people want. */
export const RequestToDecide = Type.Object({
  ...IntegrationRequest.properties,
  publisher: Type.String(),
  tagline: Type.String(),
  category: nullable(Category),
  status: IntegrationStatus,
  groupCount: nullable(Type.Integer()),
  /** Somebody asked since it was last marked as seen. */
  fresh: Type.Boolean(),
  /** Groups that are asked for and not reached yet, those that most want it first; and how many the reader does not see. */
  wanted: Type.Array(Type.Object({ group: GroupRef, people: Type.Integer() })),
  hiddenGroups: Type.Integer(),
  /** The highest risk among the permissions it asks for, 1 to 3. */
  risk: Type.Integer(),
  /** What a rule proposes where it cannot do it by itself. */
  proposed: nullable(Type.Literal('approve')),
})
export type RequestToDecide = Static<typeof RequestToDecide>

/** Most wanted first, then the oldest. */
export const listRequests = route('GET', '/requests', {
  query: Type.Object({
    ...Paging,
    show: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('decided')])),
  }),
  answer: Type.Object({ ...page(RequestToDecide).properties, open: Type.Integer(), fresh: Type.Integer() }),
})
export const getRequest = route('GET', '/requests/:requestId', { answer: RequestToDecide })
export const listSupporters = route('GET', '/requests/:requestId/supporters', {
  query: Type.Object(Paging),
  answer: page(Supporter),
})
/** Enables with what the consent screen showed, for as long as is said; everybody who asked hears of it once it is enabled. */
export const approveRequest = route('POST', '/requests/:requestId/approve', {
  body: Type.Object({
    ...Consent.properties,
    endsAt: Type.Optional(Instant),
    note: Type.Optional(Reason),
  }),
  answer: Type.Object({ integration: Integration, signInUrl: nullable(Type.String()) }),
})
export const declineRequest = route('POST', '/requests/:requestId/decline', {
  body: Type.Object({ reason: Words }),
  answer: RequestToDecide,
})
export const markRequestSeen = route('POST', '/requests/:requestId/seen', { answer: RequestToDecide })

/** What a rule looks at: all that it names must hold. */
export const RequestRule = Type.Object({
  /** `any`: it asks for one of these at least; `only`: for nothing beside these. */
  permissions: nullable(
    Type.Object({
      match: Type.Union([Type.Literal('any'), Type.Literal('only')]),
      ids: Type.Array(Type.Enum(permissions.map(one => one.id)), { minItems: 1, maxItems: 50 }),
    }),
  ),
  /** here: enabled in this community already, for other groups. built_in: part of this server, and not enabled yet. */
  trust: nullable(Type.Union([Type.Literal('here'), Type.Literal('built_in')])),
  categories: nullable(Type.Array(Category, { minItems: 1, maxItems: 20 })),
  outcome: Type.Union([Type.Literal('approve'), Type.Literal('decline'), Type.Literal('people')]),
  /** Told to those who asked; needed to decline. */
  reason: Reason,
})
export type RequestRule = Static<typeof RequestRule>
const Rules = Type.Array(RequestRule, { maxItems: 50 })

export const RequestPolicy = Type.Object({
  rules: Rules,
  ownText: nullable(Type.String({ maxLength: 500 })),
  ownUrl: nullable(Type.String({ maxLength: 2_000 })),
})
export type RequestPolicy = Static<typeof RequestPolicy>
/** As it is kept: 0 where nobody saved one yet. */
export const KeptPolicy = Type.Object({
  ...RequestPolicy.properties,
  version: Type.Integer(),
  saved: nullable(Type.Object({ by: MemberRef, at: Instant })),
  /** The rules decide nothing: whoever saved them manages integrations no longer. They do again once somebody who does saves them. */
  resting: Type.Boolean(),
})
export type KeptPolicy = Static<typeof KeptPolicy>
export const getRequestPolicy = route('GET', '/request-policy', { answer: KeptPolicy })
/** Names the version that was looked at: refused where somebody saved another meanwhile. */
export const changeRequestPolicy = route('PUT', '/request-policy', {
  body: Type.Object({ ...RequestPolicy.properties, version: Type.Integer({ minimum: 0 }) }),
  answer: KeptPolicy,
})

/** What these rules would have said to the last forty requests, newest first. `rule` counts from 1; null: none of them spoke. */
export const Rehearsal = Type.Object({
  items: Type.Array(
    Type.Object({
      requestId: Id,
      name: Type.String(),
      icon: nullable(Type.String()),
      askedAt: Instant,
      state: RequestState,
      rule: nullable(Type.Integer()),
      outcome: Type.Union([Type.Literal('approve'), Type.Literal('decline'), Type.Literal('people')]),
      /** The rule would have done it by itself; one that approves needs the integration to be enabled here already. */
      alone: Type.Boolean(),
    }),
  ),
  /** How many would have been decided without anybody. */
  decided: Type.Integer(),
})
export type Rehearsal = Static<typeof Rehearsal>
export const rehearseRules = route('POST', '/request-policy/rehearsal', {
  body: Type.Object({ rules: Rules }),
  answer: Rehearsal,
})
