/** Receipts: what was stopped when, each token's end, and what its service answered. Rows are written with the stop and filled in as answers come. */
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { ReceiptLine } from '../../../contract/api/receipts.ts'
import { maybe, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { memberNamed } from '../community/member-ref.sql.ts'
import { itsCustom } from './custom.sql.ts'

export interface NewReceipt {
  readonly communityId: string
  readonly installationId: string
  readonly madeBy: string | undefined
  readonly kind: 'disabled' | 'killed' | 'removed'
  readonly reason: string
  readonly jobs: number
  readonly events: number
  readonly deliveries: number
  readonly groups: number
}

/**
 * The receipt with a line for each webhook at the service and each account that is given back: the installation's own, and with `everybody` the
 * members' as well. They wait for an answer.
 */
export async function insertReceipt(made: NewReceipt, { everybody }: { everybody: boolean }): Promise<string> {
  const { communityId, installationId } = made
  const { id } = await one<{ id: string }>(sql`
    insert into receipts (community_id, installation_id, integration_id, name, kind, made_by, reason, jobs, events, deliveries, groups)
    select i.community_id, i.id, i.integration_id, c.name, ${made.kind}, ${made.madeBy ?? null}, ${made.reason}, ${made.jobs}, ${made.events},
      ${made.deliveries}, ${made.groups}
    from installations i left join custom_integrations c on ${itsCustom}
    where i.community_id = ${communityId} and i.id = ${installationId} returning id`)
  await run(sql`
    insert into receipt_lines (community_id, receipt_id, kind, subject_id, member_id, answer)
    select a.community_id, ${id}::bigint, 'account', a.id, a.member_id, 'waiting' from linked_accounts a
    join installations i on i.community_id = a.community_id and i.id = a.installation_id
    where a.community_id = ${communityId} and a.installation_id = ${installationId} and (${everybody} or a.member_id = i.bot_id)
    union all
    select s.community_id, ${id}::bigint, 'webhook', s.id, s.member_id, 'waiting' from subscriptions s
    where s.community_id = ${communityId} and s.installation_id = ${installationId} and s.external_id <> ''`)
  await closeWhereAnswered(communityId, id)
  return id
}

/** Lines that nobody else has to answer: tokens of ours, by whoever made them, and where webhooks went. */
export const addEnded = (
  communityId: string,
  receiptId: string,
  lines: readonly {
    kind: 'token' | 'secret' | 'callback'
    subjectId: string
    memberId: string | null
    detail?: string
  }[],
): Promise<number> =>
  run(sql`
    insert into receipt_lines (community_id, receipt_id, kind, subject_id, member_id, detail, answer, answered_at)
    select ${communityId}::bigint, ${receiptId}::bigint, kind, "subjectId", "memberId", detail, 'ended', now()
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l(kind text, "subjectId" bigint, "memberId" bigint, detail text)`)

export interface Answered {
  readonly communityId: string
  readonly receiptId: string
  readonly kind: 'account' | 'webhook'
  readonly subjectId: string
}

/** What the service said to one of them: `waiting` where it gave no answer this time, and is asked again. What was answered stays answered. */
export async function answerReceipt(
  { communityId, receiptId, kind, subjectId }: Answered,
  answer: 'waiting' | 'taken' | 'not_taken' | 'given_up',
  detail: string | null,
): Promise<void> {
  await run(sql`
    update receipt_lines set answer = ${answer}, detail = ${detail?.slice(0, 300) ?? null}, attempts = attempts + 1,
      answered_at = case when ${answer} <> 'waiting' then now() end
    where community_id = ${communityId} and receipt_id = ${receiptId} and kind = ${kind} and subject_id = ${subjectId} and answer = 'waiting'`)
  await closeWhereAnswered(communityId, receiptId)
}

/** Nobody asks for the rest any more. */
export async function giveUpReceipt(communityId: string, receiptId: string, detail: string): Promise<void> {
  await run(sql`
    update receipt_lines set answer = 'given_up', detail = ${detail}, answered_at = now()
    where community_id = ${communityId} and receipt_id = ${receiptId} and answer = 'waiting'`)
  await closeWhereAnswered(communityId, receiptId)
}

const closeWhereAnswered = (communityId: string, id: string): Promise<number> =>
  run(sql`
    update receipts set closed_at = now()
    where community_id = ${communityId} and id = ${id} and closed_at is null and not exists (
      select from receipt_lines l where l.community_id = receipts.community_id and l.receipt_id = receipts.id and l.answer = 'waiting')`)

/** Which of these it speaks of. */
export async function subjectsOf(communityId: string, receiptId: string, kind: 'account' | 'webhook') {
  const found = await rows<{ subject_id: string }>(sql`
    select subject_id from receipt_lines where community_id = ${communityId} and receipt_id = ${receiptId} and kind = ${kind}`)
  return new Set(found.map(row => row.subject_id))
}

export interface ReceiptRow {
  id: string
  integration_id: string
  name: string | null
  kind: 'disabled' | 'killed' | 'removed'
  by: MemberRef | null
  reason: string
  made_at: Date
  closed_at: Date | null
  jobs: number
  events: number
  deliveries: number
  groups: number
}

const member = (id: Sql): Sql => memberNamed(sql`x.community_id`, id)
const columns = sql`x.id, x.integration_id, x.name, x.kind, x.reason, ${member(sql`x.made_by`)} as by, x.made_at, x.closed_at, x.jobs, x.events, x.deliveries, x.groups`

export const receiptById = (communityId: string, id: string): Promise<ReceiptRow | undefined> =>
  maybe<ReceiptRow>(sql`select ${columns} from receipts x where x.community_id = ${communityId} and x.id = ${id}`)

export const receiptsOf = (communityId: string, integrationId: string): Promise<ReceiptRow[]> =>
  rows<ReceiptRow>(sql`
    select ${columns} from receipts x where x.community_id = ${communityId} and x.integration_id = ${integrationId}
    order by x.id desc limit 20`)

export interface LineRow {
  kind: ReceiptLine['kind']
  subject_id: string
  member: MemberRef | null
  ended_at: Date
  answer: ReceiptLine['answer']
  detail: string | null
  attempts: number
  answered_at: Date | null
}

export const linesOf = (communityId: string, receiptId: string): Promise<LineRow[]> =>
  rows<LineRow>(sql`
    select x.kind, x.subject_id, ${member(sql`x.member_id`)} as member, x.ended_at, x.answer, x.detail, x.attempts, x.answered_at
    from receipt_lines x where x.community_id = ${communityId} and x.receipt_id = ${receiptId}
    order by array_position(array['secret', 'token', 'webhook', 'account'], x.kind), x.id`)
