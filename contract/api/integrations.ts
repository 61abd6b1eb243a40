import Type, { type Static } from 'typebox'
import { FormField, FormValues } from '../form.ts'
import { reasons } from '../reasons.ts'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { NewOwner, Owner, Program } from './program.ts'
import { route } from './route.ts'

/** Where a listing comes from (design.md 2). */
export const Origin = Type.Union([Type.Literal('connector'), Type.Literal('custom')])
export type Origin = Static<typeof Origin>

/** One vocabulary, the first that is true (design.md 2). `enabled_for` goes with `groupCount`. */
export const IntegrationStatus = Type.Union([
  Type.Literal('disabled'),
  Type.Literal('needs_setup'),
  Type.Literal('needs_reconnecting'),
  Type.Literal('needs_attention'),
  Type.Literal('enabled_for'),
  Type.Literal('enabled'),
  Type.Literal('requested'),
  Type.Literal('available'),
])
export type IntegrationStatus = Static<typeof IntegrationStatus>

/** Who switched it off: somebody, a review, sixty days without use, the community's plan, or the end that was set for it. */
export const DisabledReason = Type.Enum(['administrator', 'review', 'disuse', 'plan', 'ended'])
export type DisabledReason = Static<typeof DisabledReason>

export const categories = ['projects', 'files', 'documents', 'customers', 'meetings', 'surveys', 'examples'] as const
export const Category = Type.Enum(categories)

/** A row of the directory. All words are in the reader's language. */
export const IntegrationRow = Type.Object({
  id: Type.String(),
  origin: Origin,
  name: Type.String(),
  publisher: Type.String(),
  tagline: Type.String(),
  /** null: made here, for what only its makers know. */
  category: nullable(Category),
  /** null: its letters stand for it. */
  icon: nullable(Type.String()),
  status: IntegrationStatus,
  /** Why it is disabled. */
  reason: nullable(DisabledReason),
  groupCount: nullable(Type.Integer()),
  /** How many people wait for it; null where nobody does. */
  wanted: nullable(Type.Integer()),
  /** The reader is among them. */
  asked: Type.Boolean(),
  /** The day the service ends or ended. */
  ends: nullable(Type.String()),
})
export type IntegrationRow = Static<typeof IntegrationRow>

export const Permission = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('read'), Type.Literal('post'), Type.Literal('manage')]),
  risk: Type.Integer(),
  /** Our sentence: verb, object, where. */
  sentence: Type.String(),
  /** The integration's own reason, quoted as theirs. */
  reason: nullable(Type.String()),
  /** What it comes to in practice, for those who make a program. */
  hint: nullable(Type.String()),
  required: Type.Boolean(),
  granted: Type.Boolean(),
})
export type Permission = Static<typeof Permission>

export const GroupRef = Type.Object({ id: Id, name: Type.String(), cover: Type.String() })
export type GroupRef = Static<typeof GroupRef>

/** Chosen groups are those the administrator sees: granted ones that are hidden from them stay, and there must be one in the end. */
export const Scope = Type.Union([
  Type.Object({ everyone: Type.Literal(true) }),
  Type.Object({ everyone: Type.Literal(false), groupIds: Type.Array(Id, { maxItems: 1_000 }) }),
])
export type Scope = Static<typeof Scope>

/** The installation's own connection to the service. */
export const Connection = Type.Object({
  /** none: this integration needs no sign-in. */
  state: Type.Union([Type.Literal('none'), Type.Literal('pending'), Type.Literal('connected'), Type.Literal('broken')]),
  label: nullable(Type.String()),
  problem: nullable(Type.String()),
  since: nullable(Instant),
})

/** Tells one standing of an integration from any other: what was looked at is what is changed. */
const Revision = Type.String({ maxLength: 100 })

export const Installation = Type.Object({
  id: Id,
  revision: Revision,
  /** Who gave it what it may do now, and when. */
  granted: Type.Object({ by: MemberRef, at: Instant }),
  state: Type.Union([Type.Literal('enabled'), Type.Literal('disabled')]),
  everyone: Type.Boolean(),
  /** Of the chosen groups, those the reader sees; and how many they do not. Where it is for all groups for a time, those it goes on in. */
  groups: Type.Array(GroupRef),
  hiddenGroups: Type.Integer(),
  /** When it ends by itself: as a whole, in all groups (it goes on in those of `groups`), in one group or with one permission, by their id. */
  endsAt: nullable(Instant),
  everyoneEndsAt: nullable(Instant),
  groupEnds: Type.Record(Type.String(), Instant),
  permissionEnds: Type.Record(Type.String(), Instant),
  /** Group admins choose how its notices come to their groups. */
  groupsConfigure: Type.Boolean(),
  /** Who answers for it, where a role or a group was named; of a custom one see `program`. */
  owner: nullable(Owner),
  connection: Connection,
  enabledBy: MemberRef,
  enabledAt: Instant,
  lastEventAt: nullable(Instant),
  /** How it hears of what happens: a webhook we register, one for each followed thing, one made by hand there, or it asks. null: it hears of nothing. */
  hears: nullable(Type.Enum(['webhook', 'each_thing', 'by_hand', 'asks'])),
  subscriptions: Type.Array(
    Type.Object({ id: Id, state: Type.String(), problem: nullable(Type.String()), expiresAt: nullable(Instant) }),
  ),
  linkedCount: Type.Integer(),
  /** True where a client secret is stored; the secret itself never leaves the server. */
  hasCredentials: Type.Boolean(),
  clientId: nullable(Type.String()),
})
export type Installation = Static<typeof Installation>

/** What leaves, and the host it is sent to; null while the settings do not say yet which that is. */
const Leaf = Type.Object({ sentence: Type.String(), host: nullable(Type.String()) })

/** The integration's page. What only administrators need is null for others. */
export const Integration = Type.Object({
  ...IntegrationRow.properties,
  description: Type.String(),
  /** Where it ends: what to do. */
  ending: nullable(Type.String()),
  website: nullable(Type.String()),
  support: nullable(Type.String()),
  privacyUrl: nullable(Type.String()),
  /** What it can do for members, as sentences. */
  abilities: Type.Array(Type.String()),
  permissions: Type.Array(Permission),
  leaves: Type.Array(Leaf),
  needsSignIn: Type.Boolean(),
  needsCredentials: Type.Boolean(),
  /** May this reader link an account of their own, and have they? */
  account: nullable(Type.Object({ linked: Type.Boolean(), label: nullable(Type.String()), broken: Type.Boolean() })),
  installation: nullable(Installation),
  admin: nullable(
    Type.Object({
      settings: Type.Array(FormField),
      /** Addresses to copy into the service's own console; the webhook address exists once installed. */
      redirectUrl: Type.String(),
      webhookUrl: nullable(Type.String()),
      /** Step-by-step Markdown, the connector's setup.<lang>.md. */
      setup: Type.String(),
    }),
  ),
  /** Custom integrations: what its makers work with. Secrets are asked for apart. */
  program: nullable(Program),
})
export type Integration = Static<typeof Integration>

export const getIntegration = route('GET', '/integrations/:integrationKey', { answer: Integration })

export const Consent = Type.Object({
  permissions: Type.Array(Type.String()),
  scope: Scope,
  settings: FormValues,
  clientId: Type.Optional(Type.String({ maxLength: 500 })),
  clientSecret: Type.Optional(Type.String({ maxLength: 2_000 })),
  /** How it stood when it was looked at (Installation.revision); without: it was not added yet. Refused where that changed meanwhile. */
  revision: Type.Optional(Revision),
})
/** An end lies at most so far ahead. */
export const mostYearsAhead = 10
/**
 * Enables with what the consent screen showed. Where a sign-in is needed `signInUrl` is where the browser goes next; until it
 * comes back the installation is pending and reaches nothing.
 */
export const enableIntegration = route('POST', '/integrations/:integrationKey/enable', {
  /** `endsAt`: when it ends by itself as a whole; null: never; where it is not said, what was said before holds. */
  body: Type.Object({ ...Consent.properties, endsAt: Type.Optional(nullable(Instant)) }),
  answer: Type.Object({ integration: Integration, signInUrl: nullable(Type.String()) }),
})
/**
 * Where it would go with these settings, before anything is enabled or changed: secrets among them are not needed, and not looked at. `elsewhere`: it
 * is installed at another address, and whoever signed in there would have to do it again.
 */
export const foreseeLeaves = route('POST', '/integrations/:integrationKey/leaves', {
  body: Type.Object({ settings: FormValues }),
  answer: Type.Object({ leaves: Type.Array(Leaf), elsewhere: Type.Boolean() }),
})
export const changeGrant = route('PUT', '/integrations/:integrationKey/grant', {
  body: Type.Object({ permissions: Type.Array(Type.String()), scope: Scope, revision: Revision }),
  answer: Integration,
})
export const changeSettings = route('PUT', '/integrations/:integrationKey/settings', {
  body: Type.Object({
    settings: FormValues,
    clientId: Type.Optional(Type.String({ maxLength: 500 })),
    clientSecret: Type.Optional(Type.String({ maxLength: 2_000 })),
  }),
  answer: Integration,
})
/** null: whoever enabled it. */
export const changeOwner = route('PUT', '/integrations/:integrationKey/owner', {
  body: Type.Object({ owner: nullable(NewOwner) }),
  answer: Integration,
})
/** Signs in again at the service, for the installation's own connection. */
export const reconnect = route('POST', '/integrations/:integrationKey/reconnect', {
  answer: Type.Object({ signInUrl: Type.String() }),
})

/** What was stopped (design.md rule 3). What the service answers to it comes after, as a row of the integration's audit. */
export const Receipt = Type.Object({
  /** Of the whole receipt, which fills as services answer (contract/api/oversight.ts). */
  id: Id,
  at: Instant,
  jobsCancelled: Type.Integer(),
  /** Groups it reached. */
  groups: Type.Integer(),
  /** Accounts whose tokens are given back: those of members stay while it is only disabled. */
  linkedAccounts: Type.Integer(),
})
export type Receipt = Static<typeof Receipt>
export const disableIntegration = route('POST', '/integrations/:integrationKey/disable', {
  answer: Type.Object({ integration: Integration, receipt: Receipt }),
})
/** Undo of a disable, or a later change of mind: same grant, same settings. May need a new sign-in. */
export const restoreIntegration = route('POST', '/integrations/:integrationKey/restore', {
  answer: Type.Object({ integration: Integration, signInUrl: nullable(Type.String()) }),
})
/** What removing would take away, to be said before it is done. */
export const foreseeRemoval = route('GET', '/integrations/:integrationKey/removal', {
  answer: Type.Object({
    linkedAccounts: Type.Integer(),
    routes: Type.Integer(),
    notices: Type.Integer(),
    groups: Type.Integer(),
    /** Of a custom integration: what it wrote, which goes with it. Others' posts stay. */
    posts: Type.Integer(),
    comments: Type.Integer(),
    messages: Type.Integer(),
    tokens: Type.Integer(),
  }),
})
/** A custom integration can be brought back for thirty days. */
export const removeIntegration = route('DELETE', '/integrations/:integrationKey', { answer: Done })

/** Inbound events as the administrator sees them; the request itself stays sealed. */
export const InboundEvent = Type.Object({
  id: Id,
  /** The connector's own word for it, in the reader's language; `theirName` is what the service calls what it has no word for. */
  event: nullable(Type.String()),
  theirName: nullable(Type.String()),
  outcome: Type.String(),
  reason: nullable(Type.Enum(reasons)),
  /** The reason, in the reader's language. */
  sentence: nullable(Type.String()),
  receivedAt: Instant,
  settledAt: nullable(Instant),
  mayReplay: Type.Boolean(),
})
export type InboundEvent = Static<typeof InboundEvent>
export const listInboundEvents = route('GET', '/integrations/:integrationKey/events', {
  query: Type.Object({ ...Paging, outcome: Type.Optional(Type.String({ maxLength: 20 })) }),
  answer: page(InboundEvent),
})
export const replayInboundEvent = route('POST', '/integrations/:integrationKey/events/:eventId/replay', {
  answer: InboundEvent,
})

/** The audit rows of one integration, newest first. */
export const AuditRow = Type.Object({
  id: Id,
  at: Instant,
  actor: nullable(MemberRef),
  sentence: Type.String(),
  before: nullable(Type.String()),
  after: nullable(Type.String()),
})
export type AuditRow = Static<typeof AuditRow>
export const listIntegrationAudit = route('GET', '/integrations/:integrationKey/audit', {
  query: Type.Object(Paging),
  answer: page(AuditRow),
})
