import type { Language } from '../../../contract/api/basics.ts'
import type { DisabledReason } from '../../../contract/api/integrations.ts'
import type { ReceiptLine, StopReceipt } from '../../../contract/api/receipts.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { findListed, sayOf } from '../integrations/catalog.ts'
import { type LineRow, linesOf, type ReceiptRow, receiptById, receiptsOf } from '../integrations/receipts.sql.ts'

/** What was stopped, when, each token's end, and what its service answered so far. */
export async function getReceipt(actor: Person, receiptId: string): Promise<StopReceipt> {
  demandInCommunity(actor, 'integrations.manage')
  const row = await receiptById(actor.communityId, receiptId)
  if (!row) throw new Refusal('not_found')
  const lines = await linesOf(actor.communityId, receiptId)
  return { ...present(actor.language, row), lines: lines.map(presentLine) }
}

/** Of one integration, newest first, also of times when it was installed before. */
export async function listReceipts(actor: Person, integrationId: string) {
  demandInCommunity(actor, 'integrations.manage')
  const found = await receiptsOf(actor.communityId, integrationId)
  return { items: found.map(row => present(actor.language, row)) }
}

function present(language: Language, row: ReceiptRow): Omit<StopReceipt, 'lines'> {
  const listed = findListed(row.integration_id)
  return {
    id: row.id,
    integrationId: row.integration_id,
    name: row.name ?? (listed ? sayOf(listed, language, 'name') : row.integration_id),
    kind: row.kind,
    by: row.by,
    reason: row.reason as DisabledReason,
    at: row.made_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    jobs: row.jobs,
    events: row.events,
    deliveries: row.deliveries,
    groups: row.groups,
  }
}

const presentLine = (row: LineRow): ReceiptLine => ({
  kind: row.kind,
  // The installation's own account is its bot's.
  member: row.member?.kind === 'person' ? row.member : null,
  subjectId: row.subject_id,
  endedAt: row.ended_at.toISOString(),
  answer: row.answer,
  detail: row.detail,
  attempts: row.attempts,
  answeredAt: row.answered_at?.toISOString() ?? null,
})
