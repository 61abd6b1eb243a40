/** What was stopped: a receipt of each stop, and the kill switch, which answers with one. */
import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable } from './basics.ts'
import { DisabledReason } from './integrations.ts'
import { route } from './route.ts'

/** Said of each token, account and webhook that ended, and what its service answered. */
const ReceiptLine = Type.Object({
  kind: Type.Union([
    Type.Literal('token'),
    Type.Literal('secret'),
    Type.Literal('account'),
    Type.Literal('webhook'),
    /** Where a program's webhooks went; its host stands in the detail. */
    Type.Literal('callback'),
  ]),
  /** Who made the token, or whose account it is; null: the installation's own. */
  member: nullable(MemberRef),
  subjectId: Id,
  endedAt: Instant,
  answer: Type.Union([
    Type.Literal('ended'),
    Type.Literal('waiting'),
    Type.Literal('taken'),
    Type.Literal('not_taken'),
    Type.Literal('given_up'),
  ]),
  detail: nullable(Type.String()),
  attempts: Type.Integer(),
  answeredAt: nullable(Instant),
})
export type ReceiptLine = Static<typeof ReceiptLine>

export const StopReceipt = Type.Object({
  id: Id,
  integrationId: Type.String(),
  name: Type.String(),
  kind: Type.Union([Type.Literal('disabled'), Type.Literal('killed'), Type.Literal('removed')]),
  /** null: the server itself, and why. */
  by: nullable(MemberRef),
  reason: DisabledReason,
  at: Instant,
  /** null while a service still has to answer. */
  closedAt: nullable(Instant),
  jobs: Type.Integer(),
  events: Type.Integer(),
  deliveries: Type.Integer(),
  groups: Type.Integer(),
  lines: Type.Array(ReceiptLine),
})
export type StopReceipt = Static<typeof StopReceipt>

/** The kill switch: off as by disabling, and every token and account ends for good, at its service too. Answers with the receipt, which fills. */
export const killIntegration = route('POST', '/integrations/:integrationKey/kill', { answer: StopReceipt })
export const listReceipts = route('GET', '/integrations/:integrationKey/receipts', {
  answer: Type.Object({ items: Type.Array(Type.Omit(StopReceipt, ['lines'])) }),
})
export const getReceipt = route('GET', '/receipts/:receiptId', { answer: StopReceipt })
/** The same to keep: text in the reader's language, or JSON. */
export const getReceiptFile = route('GET', '/receipts/:receiptId/:formatKey', { answer: Type.Unknown() })
