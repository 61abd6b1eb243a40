import Type, { type Static } from 'typebox'
import { Id, Instant, MemberRef, nullable, Paging } from './basics.ts'
import { route } from './route.ts'

/** Who did what to what, before and after, from where. */
export const AuditEntry = Type.Object({
  id: Id,
  at: Instant,
  /** null: a command of the operator, or the server itself. */
  actor: nullable(MemberRef),
  action: Type.String(),
  /** What was done, in the reader's language. */
  sentence: Type.String(),
  subject: Type.String(),
  subjectId: nullable(Id),
  integration: nullable(Type.Object({ id: Type.String(), name: Type.String() })),
  before: nullable(Type.String()),
  after: nullable(Type.String()),
  address: nullable(Type.String()),
  userAgent: nullable(Type.String()),
  /** Where a proxy in front says it: two letters. */
  country: nullable(Type.String()),
  /** Its place in the chain; null for the second before it is sealed. */
  n: nullable(Type.Integer()),
})
export type AuditEntry = Static<typeof AuditEntry>

const Filter = {
  integration: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  actor: Type.Optional(Id),
  /** An action, or what actions begin with: `integration.`. */
  action: Type.Optional(Type.String({ pattern: '^[a-z_]+(?:\\.[a-z_]*)?$', maxLength: 60 })),
  subject: Type.Optional(Type.String({ pattern: '^[a-z_]+$', maxLength: 40 })),
  address: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
  /** A part of it. */
  userAgent: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  country: Type.Optional(Type.String({ pattern: '^[A-Za-z]{2}$' })),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
}
export const AuditFilter = Type.Object(Filter)
export type AuditFilter = Static<typeof AuditFilter>

export const listAudit = route('GET', '/audit', {
  query: Type.Object({ ...Filter, ...Paging }),
  answer: Type.Object({
    items: Type.Array(AuditEntry),
    next: nullable(Type.String()),
    /** What the filter can be set to: the kinds of subjects there are. */
    subjects: Type.Array(Type.String()),
  }),
})

/** What is wrong with a chain, in the order in which it is looked for. */
export const auditFaults = ['changed', 'missing', 'gap', 'forged', 'cut', 'unsealed', 'emptied'] as const
export const AuditCheck = Type.Object({
  whole: Type.Boolean(),
  /** Entries that were looked at. */
  entries: Type.Integer(),
  /** The seal of the last one: kept elsewhere, it shows later that nothing before it was taken away. */
  head: nullable(Type.String()),
  n: Type.Integer(),
  fault: nullable(Type.Object({ kind: Type.Enum(auditFaults), n: nullable(Type.Integer()), entryId: nullable(Id) })),
  ms: Type.Integer(),
})
export type AuditCheck = Static<typeof AuditCheck>
/** Goes through the whole chain. */
export const checkAudit = route('GET', '/audit/check', { answer: AuditCheck })
