import Type, { type Static } from 'typebox'
import { CallFilter } from './api-log.ts'
import { AuditFilter } from './audit.ts'
import { Done, Id, Instant, MemberRef } from './basics.ts'
import { route } from './route.ts'

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** What is taken out of the API log or of the audit. Its rows are fixed when it is asked for; its address may be gone on from where it broke off. */
export const LogExport = Type.Object({
  id: Id,
  log: Type.Union([Type.Literal('api'), Type.Literal('audit')]),
  format: Type.Enum(exportFormats),
  packed: Type.Boolean(),
  madeBy: MemberRef,
  madeAt: Instant,
  from: Instant,
  to: Instant,
  /** ready: its whole length is known. ended: what it is made of is not kept any more. */
  state: Type.Union([Type.Literal('open'), Type.Literal('making'), Type.Literal('ready'), Type.Literal('ended')]),
  /** How far somebody has gone through it, and of which period that is, 0 to 100. */
  bytes: Type.Integer(),
  rows: Type.Integer(),
  percent: Type.Integer(),
  address: Type.String(),
})
export type LogExport = Static<typeof LogExport>

const Form = {
  format: Type.Enum(exportFormats),
  packed: Type.Boolean(),
  /** Made ready in the background; a notification and, where there is mail, an e-mail bring the link. */
  tell: Type.Boolean(),
}
export const exportCalls = route('POST', '/log-exports/calls', {
  body: Type.Object({ ...Form, filter: CallFilter }),
  answer: LogExport,
})
export const exportAudit = route('POST', '/log-exports/audit', {
  body: Type.Object({ ...Form, filter: AuditFilter }),
  answer: LogExport,
})
/** The reader's own and other administrators', of the last days. */
export const listLogExports = route('GET', '/log-exports', {
  answer: Type.Object({ items: Type.Array(LogExport) }),
})
export const removeLogExport = route('DELETE', '/log-exports/:exportId', { answer: Done })
