import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { DisabledReason, GroupRef, IntegrationStatus, Origin, Scope } from './integrations.ts'
import { Owner } from './program.ts'
import { route } from './route.ts'

/** How its connections stand: to its service, from it, and to its program. `none`: it has none. */
export const healths = ['well', 'none', 'pending', 'broken', 'quiet', 'failing'] as const

/**
 * Who reviewed it, and until when that holds. `built_in`: a part of Passerelle, whose review ends with none of its versions. `own`: this company's, which
 * nobody else looked at. Nobody else publishes here yet: where vendors do, theirs is a third kind with the day it is valid until, by which it is also sorted.
 */
export const reviewKinds = ['built_in', 'own'] as const

export const sorts = ['name', 'groups', 'unused', 'volume', 'used', 'errors', 'ends'] as const
export type OverseenSort = (typeof sorts)[number]

/** Days that count as use, and days whose errors are shown. */
export const useDays = 60
export const errorDays = 7

/** everyone: its being for all groups, after which it goes on in those that were chosen. */
const End = Type.Object({
  kind: Type.Enum(['whole', 'everyone', 'group', 'permission']),
  at: Instant,
  count: Type.Integer(),
})

/** An integration that was added, whatever its origin, in one line. */
export const Overseen = Type.Object({
  id: Type.String(),
  installationId: Id,
  origin: Origin,
  name: Type.String(),
  publisher: Type.String(),
  icon: nullable(Type.String()),
  status: IntegrationStatus,
  reason: nullable(DisabledReason),
  /** null: all groups, but for `exceptGroups`, whose admins took it out. As `reaches` counts them where it is on. */
  groupCount: nullable(Type.Integer()),
  exceptGroups: Type.Integer(),
  /** Of the permissions granted: used in `useDays`, not since then, never. `risk` is the highest among them. */
  permissions: Type.Object({
    granted: Type.Integer(),
    used: Type.Integer(),
    stale: Type.Integer(),
    never: Type.Integer(),
    risk: Type.Integer(),
  }),
  /** Calls and bytes in `useDays`, in either direction. */
  calls: Type.Integer(),
  bytes: Type.Integer(),
  lastUsedAt: nullable(Instant),
  errors: Type.Integer(),
  health: Type.Enum(healths),
  /** Who answers for it; null: nobody was named, so who enabled it. */
  owner: nullable(Owner),
  enabledBy: MemberRef,
  review: Type.Object({ kind: Type.Enum(reviewKinds) }),
  /** What ends by itself, the earliest first; what is alike and ends together is counted. */
  ends: Type.Array(End),
  /** Tells this standing from any other: what was looked at is what is changed. */
  revision: Type.String(),
})
export type Overseen = Static<typeof Overseen>

export const OverseenFilter = {
  search: Type.Optional(Type.String({ maxLength: 100 })),
  origin: Type.Optional(Origin),
  state: Type.Optional(Type.Enum(['enabled', 'disabled', 'attention'])),
  /** `unused`: holds a permission that it did not use; `idle`: used nothing at all; `errors`: failed lately; `ending`: has an end. */
  use: Type.Optional(Type.Enum(['unused', 'idle', 'errors', 'ending'])),
  permission: Type.Optional(Type.String({ maxLength: 50 })),
  groupId: Type.Optional(Id),
  owner: Type.Optional(Type.String({ maxLength: 50 })),
}

export const listOverseen = route('GET', '/permissions-data', {
  query: Type.Object({
    ...Paging,
    ...OverseenFilter,
    sort: Type.Optional(Type.Enum(sorts.flatMap(name => [name, `-${name}` as const]))),
  }),
  /** `total` is counted with the first page alone. */
  answer: Type.Object({ ...page(Overseen).properties, total: nullable(Type.Integer()) }),
})
/** All that a filter leaves, for who chooses all of them. */
export const listOverseenKeys = route('GET', '/permissions-data/keys', {
  query: Type.Object(OverseenFilter),
  answer: Type.Object({ items: Type.Array(Type.String()) }),
})

const PermissionUse = Type.Object({
  id: Type.String(),
  sentence: Type.String(),
  kind: Type.Union([Type.Literal('read'), Type.Literal('post'), Type.Literal('manage')]),
  risk: Type.Integer(),
  required: Type.Boolean(),
  granted: Type.Boolean(),
  /** In `useDays`. */
  uses: Type.Integer(),
  lastUsedAt: nullable(Instant),
  /** Not counted, and needed all the same: a webhook tells it by this. */
  listens: Type.Boolean(),
  endsAt: nullable(Instant),
})
export type PermissionUse = Static<typeof PermissionUse>

export const changeKinds = ['grant', 'trim', 'take', 'groups', 'end', 'disable', 'enable', 'undo'] as const
export type ChangeKind = (typeof changeKinds)[number]

const MadeChange = Type.Object({
  id: Id,
  kind: Type.Enum(changeKinds),
  by: MemberRef,
  at: Instant,
  /** How many integrations it changed with this one. */
  count: Type.Integer(),
  /** `no`: something changed since. */
  undo: Type.Union([Type.Literal('yes'), Type.Literal('undone'), Type.Literal('no')]),
})
export type MadeChange = Static<typeof MadeChange>

/** One integration, to look into and to change in place. */
export const OverseenDetail = Type.Object({
  row: Overseen,
  permissions: Type.Array(PermissionUse),
  everyone: Type.Boolean(),
  /** Where it is for all groups for a time, those it goes on in. */
  groups: Type.Array(Type.Object({ ...GroupRef.properties, endsAt: nullable(Instant) })),
  hiddenGroups: Type.Integer(),
  /** Of the integration as a whole, and of its being for all groups. */
  endsAt: nullable(Instant),
  everyoneEndsAt: nullable(Instant),
  changes: Type.Array(MadeChange),
})
export type OverseenDetail = Static<typeof OverseenDetail>
export const getOverseen = route('GET', '/permissions-data/:integrationKey', { answer: OverseenDetail })

const Ids = Type.Array(Id, { maxItems: 1_000 })
const PermissionIds = Type.Array(Type.String({ maxLength: 50 }), { maxItems: 50 })
export const Change = Type.Union([
  Type.Object({ kind: Type.Literal('grant'), permissions: PermissionIds, scope: Scope }),
  /** Only what was used in `useDays`, what a webhook needs and what is required stays. */
  Type.Object({ kind: Type.Literal('trim') }),
  Type.Object({ kind: Type.Literal('take'), permissions: PermissionIds }),
  Type.Object({ kind: Type.Literal('groups'), add: Ids, remove: Ids }),
  /**
   * null: no end any more. Of these permissions and groups, or where none is named of the integration; `of: everyone`: of its being for all groups,
   * where there are chosen ones that it goes on in.
   */
  Type.Object({
    kind: Type.Literal('end'),
    permissions: PermissionIds,
    groupIds: Type.Optional(Ids),
    of: Type.Optional(Type.Literal('everyone')),
    endsAt: nullable(Instant),
  }),
  Type.Object({ kind: Type.Literal('disable') }),
  Type.Object({ kind: Type.Literal('enable') }),
])
export type Change = Static<typeof Change>

/** Why one stays as it is. */
export const skipReasons = [
  'nothing',
  'last_group',
  'all_groups',
  'needs_all_groups',
  'required',
  'plan',
  'off',
] as const
export type SkipReason = (typeof skipReasons)[number]

export const Effect = Type.Object({
  /** How many it changes. */
  count: Type.Integer(),
  skipped: Type.Array(Type.Object({ reason: Type.Enum(skipReasons), count: Type.Integer() })),
  /** What stops working: groups that are reached no more, the people in them or in groups where less is allowed, and so on. */
  stops: Type.Object({
    groups: Type.Integer(),
    people: Type.Integer(),
    permissions: Type.Integer(),
    /** How often in `useDays` what stops was used. */
    uses: Type.Integer(),
    notices: Type.Integer(),
    webhooks: Type.Integer(),
    accounts: Type.Integer(),
    tokens: Type.Integer(),
  }),
  starts: Type.Object({ groups: Type.Integer(), people: Type.Integer(), permissions: Type.Integer() }),
  items: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      revision: Type.String(),
      skipped: nullable(Type.Enum(skipReasons)),
      /** Sentences of permissions that go, and that come. */
      loses: Type.Array(Type.String()),
      gains: Type.Array(Type.String()),
    }),
  ),
})
export type Effect = Static<typeof Effect>

const Keys = Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 5_000 })
/** What a change would do, counted, before anything is saved. */
export const foreseeChange = route('POST', '/permissions-data/foresee', {
  body: Type.Object({ integrationKeys: Keys, change: Change }),
  answer: Effect,
})

/** Most that one call changes; who changes more goes on with the same `changeId`, and takes all back as one. */
export const mostAtOnce = 100
const Made = Type.Object({ changeId: Id, changed: Type.Integer(), skipped: Type.Integer() })
export type Made = Static<typeof Made>
/** Refused whole where one of them is no longer as it was looked at. */
export const makeChange = route('POST', '/permissions-data/changes', {
  body: Type.Object({
    items: Type.Array(Type.Object({ id: Type.String({ maxLength: 100 }), revision: Type.String({ maxLength: 100 }) }), {
      minItems: 1,
      maxItems: mostAtOnce,
    }),
    change: Change,
    changeId: Type.Optional(Id),
  }),
  answer: Made,
})
/**
 * Takes back what nobody changed since; what somebody did is left as they made it, and counted. Is itself a change. Of many only some at once: while there are
 * more `left`, who goes on with the same `undoId` (the answer's `changeId`) has it all as one.
 */
export const undoChange = route('POST', '/permissions-data/changes/:changeId/undo', {
  query: Type.Object({ undoId: Type.Optional(Id) }),
  answer: Type.Object({ ...Made.properties, left: Type.Integer() }),
})

const ChangeUnderWay = Type.Object({
  id: Id,
  kind: Type.Enum(changeKinds),
  /** Who went on with it last, and when. */
  by: MemberRef,
  since: Instant,
  total: Type.Integer(),
  left: Type.Integer(),
})
export type ChangeUnderWay = Static<typeof ChangeUnderWay>
/** Changes that are taken back in part: who goes on takes back what is left. */
export const listChangesUnderWay = route('GET', '/permissions-data/changes/under-way', {
  answer: Type.Object({ items: Type.Array(ChangeUnderWay) }),
})

/** What may be asked about: in a group by the integration, in a group by a person through it or by themselves, about a person by the integration. */
export const askedActions = [
  ...['bot.group.see', 'bot.group.read', 'bot.group.members', 'bot.group.mentioned', 'bot.group.post'],
  ...['bot.group.comment', 'bot.group.report', 'bot.group.moderate', 'bot.group.manage', 'bot.notify'],
  ...[
    'person.preview',
    'person.act',
    'person.group.see',
    'person.group.read',
    'person.group.post',
    'person.group.comment',
  ],
  ...['about.see', 'about.profile', 'about.email', 'about.account'],
] as const
export type AskedAction = (typeof askedActions)[number]

export const Explained = Type.Object({
  allowed: Type.Boolean(),
  /** "Stock watch may not read posts in Operations." */
  sentence: Type.String(),
  /** The rules that decide, each with its name in the rule table, how it stands, and when it stands so no longer. */
  because: Type.Array(
    Type.Object({ rule: Type.String(), met: Type.Boolean(), sentence: Type.String(), endsAt: nullable(Instant) }),
  ),
})
export type Explained = Static<typeof Explained>
export const explainAccess = route('GET', '/permissions-data/:integrationKey/explain', {
  query: Type.Object({
    action: Type.Enum(askedActions),
    groupId: Type.Optional(Id),
    memberId: Type.Optional(Id),
  }),
  answer: Explained,
})
