import Type, { type Static } from 'typebox'
import { Done, Id, Instant, nullable, Paging } from './basics.ts'
import { GroupRef, Origin } from './integrations.ts'
import { route } from './route.ts'

/** Every way in which an integration and we speak with each other. */
export const callKinds = ['graph', 'scim', 'webhook_in', 'webhook_out', 'preview', 'connector'] as const
export type CallKind = (typeof callKinds)[number]
export const callMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** One call: who, what, how it ended; never bodies or tokens. */
export const LoggedCall = Type.Object({
  id: Id,
  at: Instant,
  integration: nullable(Type.Object({ id: Type.String(), name: Type.String(), icon: nullable(Type.String()) })),
  origin: nullable(Origin),
  appId: nullable(Id),
  api: Type.Enum(callKinds),
  method: Type.String(),
  path: Type.String(),
  permission: nullable(Type.String()),
  groupId: nullable(Id),
  /** null: none, or one that the reader does not see. */
  group: nullable(GroupRef),
  /** 0: no answer came. */
  status: Type.Integer(),
  code: nullable(Type.Integer()),
  durationMs: Type.Number(),
  bytes: Type.Integer(),
  address: nullable(Type.String()),
  userAgent: nullable(Type.String()),
  traceId: Type.String(),
})
export type LoggedCall = Static<typeof LoggedCall>

const text = (maxLength: number) => Type.Optional(Type.String({ minLength: 1, maxLength }))
/** However large: what no call can be finds none. */
const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const Filter = {
  integration: text(200),
  appId: Type.Optional(Id),
  origin: Type.Optional(Origin),
  api: Type.Optional(Type.Enum(callKinds)),
  method: Type.Optional(Type.Enum(callMethods)),
  /** A part of the path, such as an id. */
  path: text(200),
  permission: text(60),
  groupId: Type.Optional(Id),
  /** `404`, a class such as `4xx`, or `failed`: everything from 400, and what got no answer. */
  status: Type.Optional(Type.String({ pattern: '^(?:[0-9]{1,3}|[1-5]xx|failed)$' })),
  code: Type.Optional(Size),
  /** At least so slow, at least so large. */
  ms: Type.Optional(Size),
  bytes: Type.Optional(Size),
  /** What the address of the caller begins with. */
  address: text(60),
  userAgent: text(100),
  traceId: text(60),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}
export const CallFilter = Type.Object(Filter)
export type CallFilter = Static<typeof CallFilter>

/** Newest first. A search for something rare may answer a page with little or nothing on it: it was looked through back to `searchedTo`, and goes on. */
export const listCalls = route('GET', '/api-log', {
  query: Type.Object({ ...Filter, ...Paging }),
  answer: Type.Object({
    items: Type.Array(LoggedCall),
    next: nullable(Type.String()),
    searchedTo: nullable(Instant),
  }),
})

export const keptDays = [7, 30, 90, 180, 365] as const
export const LogSettings = Type.Object({
  days: Type.Enum(keptDays),
  /** The oldest row there is. */
  since: nullable(Instant),
})
export type LogSettings = Static<typeof LogSettings>
export const getLogSettings = route('GET', '/api-log/settings', { answer: LogSettings })
export const changeLogSettings = route('PUT', '/api-log/settings', {
  body: Type.Object({ days: Type.Enum(keptDays) }),
  answer: LogSettings,
})

export const collectorKinds = ['http', 'syslog', 'otlp'] as const
export type CollectorKind = (typeof collectorKinds)[number]

/** What a collector refused by itself, between others that it took: it was passed over. Its id is looked for in the log. */
export const RefusedEntry = Type.Object({
  log: Type.Union([Type.Literal('api'), Type.Literal('audit')]),
  id: Type.String(),
  at: Instant,
  answer: Type.String(),
  refusedAt: Instant,
})
export type RefusedEntry = Static<typeof RefusedEntry>

/** Where the logs are pushed; its secret never comes back. */
export const Collector = Type.Object({
  id: Id,
  name: Type.String(),
  kind: Type.Enum(collectorKinds),
  url: Type.String(),
  hasSecret: Type.Boolean(),
  calls: Type.Boolean(),
  audit: Type.Boolean(),
  on: Type.Boolean(),
  sent: Type.Integer(),
  lastSentAt: nullable(Instant),
  /** Why it did not take what was sent last; nothing is lost meanwhile. */
  problem: nullable(Type.String()),
  nextAt: nullable(Instant),
  /** How many were passed over, and the last of them. */
  passedOver: Type.Integer(),
  refused: Type.Array(RefusedEntry),
})
export type Collector = Static<typeof Collector>

const CollectorForm = {
  name: Type.String({ minLength: 1, maxLength: 100 }),
  kind: Type.Enum(collectorKinds),
  url: Type.String({ minLength: 1, maxLength: 500 }),
  /** The value of the header Authorization; absent: the one that is kept stays. Empty: none. */
  secret: Type.Optional(Type.String({ maxLength: 2_000 })),
  calls: Type.Boolean(),
  audit: Type.Boolean(),
  on: Type.Boolean(),
}
export const CollectorBody = Type.Object(CollectorForm)
export type CollectorBody = Static<typeof CollectorBody>
const Collectors = Type.Object({ items: Type.Array(Collector) })
export const listCollectors = route('GET', '/collectors', { answer: Collectors })
/** It gets what is written from now on. */
export const addCollector = route('POST', '/collectors', { body: CollectorBody, answer: Collector })
export const changeCollector = route('PUT', '/collectors/:collectorId', { body: CollectorBody, answer: Collector })
export const removeCollector = route('DELETE', '/collectors/:collectorId', { answer: Done })
