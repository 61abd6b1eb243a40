/** What a collector is behind with: rows of both logs after its cursors, in the order in which they became visible to all. */
import { rows, sql } from '../../platform/db.ts'
import { auditMatches, auditRows } from '../activity/audit.sql.ts'
import { openly, secretGroups } from '../activity/hidden-groups.ts'
import { tellable } from '../activity/tellable.ts'
import type { CollectorRow, Cursor } from './collectors.sql.ts'

/** One thing to tell, as a collector gets it; the same names as in an export. */
export interface Told {
  readonly log: 'api' | 'audit'
  readonly id: string
  readonly time: string
  readonly failed: boolean
  readonly fields: Readonly<Record<string, string | number | null>>
}

export interface Behind {
  readonly told: readonly Told[]
  /** Where it stands when it has the first so many of them. */
  cursorAfter(count: number): Cursor
  /** There may be more. */
  readonly isFull: boolean
}

const most = 500
const nameOf = (community: string): Readonly<Record<string, string>> => ({ community_id: community })

export async function readBehind(row: CollectorRow): Promise<Behind> {
  const hidden = await secretGroups(row.community_id)
  const calls = row.sends_calls ? await callsBehind(row, hidden) : []
  const entries = row.sends_audit ? await entriesBehind(row, hidden) : []
  return {
    told: [...calls.map(call => toldCall(row, call)), ...entries.map(entry => toldEntry(row, entry, hidden))],
    cursorAfter(count) {
      const call = calls[Math.min(count, calls.length) - 1]
      const entry = entries[count - calls.length - 1]
      return {
        callsXid: call?.xid ?? row.calls_xid,
        callsId: call?.id ?? row.calls_id,
        callsAt: call?.at ?? row.calls_at,
        auditN: entry?.n ?? row.audit_n,
      }
    },
    isFull: calls.length === most || entries.length === most,
  }
}

interface CallBehind {
  xid: string
  id: string
  at: Date
  status: number
  fields: Record<string, string | number | null>
}

/** Below the oldest running transaction, since ids commit out of order; and, so that only few parts of the log are looked at, of the last day. */
const callsBehind = (row: CollectorRow, hidden: readonly string[]): Promise<CallBehind[]> =>
  rows<CallBehind>(sql`
    select l.xid::text as xid, l.id, l.at, l.status, jsonb_build_object('call_id', l.id::text, 'integration_id', l.integration_id, 'origin', l.origin,
      'app_id', l.app_id::text, 'api', l.api, 'method', l.method, 'path', ${openly(hidden).path}, 'permission', l.permission,
      'group_id', ${openly(hidden).group}::text, 'status', l.status, 'code', l.code, 'duration_ms', l.duration_ms, 'bytes', l.bytes, 'address', l.address,
      'user_agent', l.user_agent, 'trace_id', l.trace_id) as fields
    from api_log l
    where l.community_id = ${row.community_id} and (l.xid, l.id) > (${row.calls_xid}::xid8, ${row.calls_id}::bigint)
      and l.xid < pg_snapshot_xmin(pg_current_snapshot()) and l.at > ${row.calls_at}::timestamptz - interval '1 day'
    order by l.xid, l.id limit ${most}`)

const entriesBehind = (row: CollectorRow, hidden: readonly string[]) =>
  auditRows(sql`${auditMatches(row.community_id, {}, hidden)} and k.n > ${row.audit_n}::bigint`, sql`k.n`, most)

const toldCall = (row: CollectorRow, call: CallBehind): Told => ({
  log: 'api',
  id: call.id,
  time: call.at.toISOString(),
  failed: call.status >= 400 || call.status === 0,
  fields: { ...nameOf(row.community_id), ...call.fields },
})

function toldEntry(
  row: CollectorRow,
  entry: Awaited<ReturnType<typeof auditRows>>[number],
  hidden: readonly string[],
): Told {
  const told = tellable(hidden)
  return {
    log: 'audit',
    id: entry.id,
    time: entry.at.toISOString(),
    failed: false,
    fields: {
      ...nameOf(row.community_id),
      entry_id: entry.id,
      n: Number(entry.n),
      seal: entry.seal,
      actor_id: entry.actor_id,
      actor: entry.actor?.name ?? null,
      action: entry.action,
      subject: entry.subject,
      subject_id: entry.subject_id,
      integration_id: entry.integration_id,
      before: told(entry.before),
      after: told(entry.after),
      address: entry.address,
      user_agent: entry.user_agent,
      country: entry.country,
    },
  }
}
