import Type, { type Static } from 'typebox'
import { Done, Id, Instant, MemberRef, nullable, Paging, page } from './basics.ts'
import { route } from './route.ts'

/** What a program is told of, a topic each. The verify token never comes back. */
export const WebhookSubscription = Type.Object({
  id: Id,
  topic: Type.String(),
  fields: Type.Array(Type.String()),
  callbackUrl: Type.String(),
  inOrder: Type.Boolean(),
  /** What changed, and not only that something did; messages always say what they say. */
  includeValues: Type.Boolean(),
  state: Type.Union([Type.Literal('active'), Type.Literal('stopped')]),
  /** Why the server stopped it. */
  reason: nullable(Type.Union([Type.Literal('gone'), Type.Literal('killed')])),
  changedAt: Instant,
})
export type WebhookSubscription = Static<typeof WebhookSubscription>

export const Webhooks = Type.Object({
  items: Type.Array(WebhookSubscription),
  /** Its addresses failed too often: until when nothing is sent, since when, and how often in a row. */
  resting: nullable(Type.Object({ until: Instant, since: Instant, failures: Type.Integer() })),
})
export type Webhooks = Static<typeof Webhooks>

export const listWebhooks = route('GET', '/integrations/:integrationKey/webhooks', { answer: Webhooks })
/** Asks the address first; a refusal says what came back. Without a verify token the one that is kept stays. */
export const changeWebhook = route('PUT', '/integrations/:integrationKey/webhooks/:topicKey', {
  body: Type.Object({
    callbackUrl: Type.String({ minLength: 1, maxLength: 2_000 }),
    verifyToken: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    fields: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 50 }),
    inOrder: Type.Optional(Type.Boolean()),
    includeValues: Type.Optional(Type.Boolean()),
  }),
  answer: WebhookSubscription,
})
export const removeWebhook = route('DELETE', '/integrations/:integrationKey/webhooks/:topicKey', { answer: Done })
/** The secret of the Standard Webhooks signature. */
export const showWebhookSecret = route('POST', '/integrations/:integrationKey/webhooks/:topicKey/secret', {
  answer: Type.Object({ secret: Type.String() }),
})
/** Does not wait for the end of the rest. */
export const resumeWebhooks = route('POST', '/integrations/:integrationKey/webhooks/resume', { answer: Webhooks })

export const deliveryOutcomes = ['delivered', 'retrying', 'waiting', 'failed', 'cancelled'] as const
export const responseClasses = ['2xx', '3xx', '4xx', '5xx', 'timeout', 'unreachable', 'fault'] as const

/** One thing told to one address, and what came of it. */
export const Delivery = Type.Object({
  id: Id,
  /** The same at each attempt, in the header webhook-id. */
  webhookId: Type.String(),
  topic: Type.String(),
  field: Type.String(),
  verb: Type.String(),
  objectId: Id,
  isTest: Type.Boolean(),
  outcome: Type.Enum(deliveryOutcomes),
  /** Why it was cancelled or given up. */
  reason: nullable(Type.String()),
  responseClass: nullable(Type.String()),
  status: nullable(Type.Integer()),
  attempts: Type.Integer(),
  redelivered: Type.Integer(),
  durationMs: nullable(Type.Integer()),
  nextAt: nullable(Instant),
  madeAt: Instant,
  host: nullable(Type.String()),
  mayRedeliver: Type.Boolean(),
})
export type Delivery = Static<typeof Delivery>

const Filter = {
  outcome: Type.Optional(Type.Enum(deliveryOutcomes)),
  responseClass: Type.Optional(Type.Enum(responseClasses)),
  topic: Type.Optional(Type.String({ maxLength: 60 })),
  field: Type.Optional(Type.String({ maxLength: 60 })),
  /** A post, a comment or a member, also as `{group}_{post}`. */
  objectId: Type.Optional(Type.String({ maxLength: 60 })),
  /** A delivery, also as the program knows it: `msg_…`. */
  deliveryId: Type.Optional(Type.String({ maxLength: 60 })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}
export const DeliveryFilter = Type.Object(Filter)
export type DeliveryFilter = Static<typeof DeliveryFilter>

export const listDeliveries = route('GET', '/integrations/:integrationKey/deliveries', {
  query: Type.Object({ ...Filter, ...Paging }),
  answer: page(Delivery),
})

const Counts = Type.Object({
  delivered: Type.Integer(),
  retrying: Type.Integer(),
  waiting: Type.Integer(),
  failed: Type.Integer(),
  cancelled: Type.Integer(),
})
/** What the filter finds, over the time it names or else the last 24 hours, in at most 24 steps; all in whole fives of minutes. */
export const DeliverySummary = Type.Object({
  counts: Counts,
  p95Ms: nullable(Type.Integer()),
  from: Instant,
  to: Instant,
  bars: Type.Array(Type.Object({ from: Instant, to: Instant, counts: Counts })),
})
export type DeliverySummary = Static<typeof DeliverySummary>
export const summarizeDeliveries = route('GET', '/integrations/:integrationKey/deliveries/summary', {
  query: DeliveryFilter,
  answer: DeliverySummary,
})

const Headers = Type.Record(Type.String(), Type.String())
export const DeliveryAttempt = Type.Object({
  n: Type.Integer(),
  at: Instant,
  isRedelivery: Type.Boolean(),
  responseClass: Type.String(),
  status: nullable(Type.Integer()),
  durationMs: Type.Integer(),
  firstByteMs: nullable(Type.Integer()),
  requestBytes: Type.Integer(),
  requestHeaders: Headers,
  responseHeaders: nullable(Headers),
  /** The first 4 KB; null where nothing came, or the reader may not see what it speaks of. */
  responseBody: nullable(Type.String()),
})
export type DeliveryAttempt = Static<typeof DeliveryAttempt>
export const DeliveryDetail = Type.Object({
  delivery: Delivery,
  /** Newest first. */
  attempts: Type.Array(DeliveryAttempt),
  /** Where it goes; values of its query are left out, since a key may be among them. */
  address: nullable(Type.String()),
  /** What it says at this moment; null where it may not be sent, or the reader may not see it. */
  body: nullable(Type.String()),
  bodyHidden: nullable(Type.Union([Type.Literal('not_sendable'), Type.Literal('not_yours')])),
})
export type DeliveryDetail = Static<typeof DeliveryDetail>
export const getDelivery = route('GET', '/integrations/:integrationKey/deliveries/:deliveryId', {
  answer: DeliveryDetail,
})

/** Sends it again under its own id, and says so in the log. */
export const redeliver = route('POST', '/integrations/:integrationKey/deliveries/:deliveryId/redeliver', {
  answer: Delivery,
})
export const sendTestEvent = route('POST', '/integrations/:integrationKey/webhooks/:topicKey/test', {
  body: Type.Object({ field: Type.String({ maxLength: 60 }) }),
  answer: Delivery,
})

/** Many sent again. */
export const Redelivery = Type.Object({
  id: Id,
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('stopped')]),
  total: Type.Integer(),
  done: Type.Integer(),
  madeBy: MemberRef,
  madeAt: Instant,
})
export type Redelivery = Static<typeof Redelivery>
/** `dryRun`: only says how many there would be. */
export const redeliverMany = route('POST', '/integrations/:integrationKey/redeliveries', {
  body: Type.Object({ filter: DeliveryFilter, dryRun: Type.Optional(Type.Boolean()) }),
  answer: Type.Object({ total: Type.Integer(), redelivery: nullable(Redelivery) }),
})
/** The newest, running or ended. */
export const lastRedelivery = route('GET', '/integrations/:integrationKey/redeliveries/last', {
  answer: Type.Object({ redelivery: nullable(Redelivery) }),
})
export const stopRedelivery = route('POST', '/integrations/:integrationKey/redeliveries/:redeliveryId/stop', {
  answer: Redelivery,
})
