import type { CallFilter } from '../../../contract/api/api-log.ts'
import type { AuditFilter } from '../../../contract/api/audit.ts'
import type { LogExport } from '../../../contract/api/log-exports.ts'
import { nowDate } from '../../platform/clock.ts'
import { maybe, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { hiddenFrom } from '../activity/hidden-groups.ts'
import { namesOf } from '../activity/integration-names.ts'
import { keptSince } from '../activity/keep-log.ts'
import { flushApiLog } from '../api-log/log-call.ts'
import { cameFrom, record } from '../audit/record.ts'
import {
  actorNames,
  deleteExport,
  type ExportForm,
  type ExportRow,
  exportsOf,
  insertExport,
  type Listed,
} from './log-exports.sql.ts'
import { isOver } from './read-log-export.ts'

export async function exportCalls(actor: Person, filter: CallFilter, form: ExportForm): Promise<LogExport> {
  demandInCommunity(actor, 'integrations.manage')
  await flushApiLog()
  return ask(actor, 'api', filter, form)
}

export async function exportAudit(actor: Person, filter: AuditFilter, form: ExportForm): Promise<LogExport> {
  demandInCommunity(actor, 'people.govern')
  return ask(actor, 'audit', filter, form)
}

/** Shown as long as it is good; what is over says so. */
export async function listLogExports(actor: Person): Promise<LogExport[]> {
  demandInCommunity(actor, 'integrations.manage')
  return Promise.all((await exportsOf(actor.communityId, actor.memberId)).map(present))
}

/** Its address leads nowhere any more; what it was made of stays. */
export async function removeLogExport(actor: Person, id: string): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  await transaction(async () => {
    if ((await deleteExport(actor.communityId, actor.memberId, id)) === 0) throw new Refusal('not_found')
    await record({ ...audited(actor), action: 'log.export_removed', subjectId: id })
  })
}

/** Asking is written down, with the filter: what leaves is the whole of what everybody's programs did. */
async function ask(
  actor: Person,
  log: ExportRow['of_log'],
  filter: CallFilter | AuditFilter,
  form: ExportForm,
): Promise<LogExport> {
  const { communityId, memberId, language } = actor
  const [from, to] = await periodOf(communityId, log, filter)
  const hidden = await hiddenFrom(actor)
  const names = log === 'api' ? await calledNow(actor) : await actorNames(communityId)
  const id = await transaction(async () => {
    const made = await insertExport({ communityId, memberId, language, log, filter, from, to, hidden, names, ...form })
    await record({
      ...audited(actor),
      action: log === 'api' ? 'log.calls_exported' : 'log.audit_exported',
      subjectId: made.id,
      after: { ...filter, format: form.format },
    })
    if (form.tell) await enqueue({ communityId, kind: 'measure-log-export', payload: { exportId: made.id } })
    return made.id
  })
  const [found] = await exportsOf(communityId, memberId, id)
  if (!found) throw new Error('an export that was just made is not there')
  return present(found)
}

const calledNow = async ({ communityId, language }: Person): Promise<Record<string, string>> =>
  Object.fromEntries([...(await namesOf(communityId, language))].map(([id, { name }]) => [id, name]))

/** Of the log no more than is kept, and from its first row on: how far it is made is told by the time that was gone through. */
async function periodOf(
  communityId: string,
  log: ExportRow['of_log'],
  { from, to }: CallFilter | AuditFilter,
): Promise<[Date, Date]> {
  const now = nowDate()
  const end = to && new Date(to) < now ? new Date(to) : new Date(now.getTime() + 60_000)
  const kept = log === 'audit' ? new Date(0) : (await keptSince(communityId)).since
  const begin = from && new Date(from) > kept ? new Date(from) : kept
  const table = log === 'audit' ? sql`audit` : sql`api_log`
  const first = await maybe<{ at: Date }>(
    sql`select at from ${table} where community_id = ${communityId} and at >= ${begin} order by at limit 1`,
  )
  return [first && first.at < end ? first.at : begin, end]
}

const audited = (actor: Person) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  subject: 'log',
  ...cameFrom(actor),
})

async function present(row: ExportRow & Listed): Promise<LogExport> {
  const { furthest } = row
  const isReady = row.bytes !== null
  const over = await isOver(row)
  const span = row.to_at.getTime() - row.from_at.getTime()
  const gone = furthest.at === null ? 0 : new Date(furthest.at).getTime() - row.from_at.getTime()
  return {
    id: row.id,
    log: row.of_log,
    format: row.format,
    packed: row.packed,
    madeBy: row.madeBy,
    madeAt: row.made_at.toISOString(),
    from: row.from_at.toISOString(),
    to: row.to_at.toISOString(),
    state: over ? 'ended' : isReady ? 'ready' : row.tell || furthest.bytes > 0 ? 'making' : 'open',
    bytes: Number(row.bytes ?? furthest.bytes),
    rows: Number(row.rows ?? furthest.rows),
    percent: isReady ? 100 : Math.max(0, Math.min(99, Math.floor((gone / Math.max(span, 1)) * 100))),
    address: `/files/log-exports/${row.id}`,
  }
}
