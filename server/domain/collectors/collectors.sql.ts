import type { CollectorBody, CollectorKind, RefusedEntry } from '../../../contract/api/api-log.ts'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'

export interface CollectorRow {
  id: string
  community_id: string
  name: string
  kind: CollectorKind
  url: string
  secret: Buffer | null
  sends_calls: boolean
  sends_audit: boolean
  state: 'on' | 'off'
  calls_xid: string
  calls_id: string
  calls_at: Date
  audit_n: string
  sent: string
  passed_over: string
  last_sent_at: Date | null
  problem: string | null
  failures: number
  next_at: Date
}

const columns = sql`id, community_id, name, kind, url, secret, sends_calls, sends_audit, state, calls_xid::text as calls_xid, calls_id, calls_at, audit_n, sent, passed_over,
  last_sent_at, problem, failures, next_at`

export const collectorsOf = (communityId: string): Promise<CollectorRow[]> =>
  rows<CollectorRow>(sql`select ${columns} from collectors where community_id = ${communityId} order by id`)

export const lockCollector = (communityId: string, id: string): Promise<CollectorRow | undefined> =>
  maybe<CollectorRow>(
    sql`select ${columns} from collectors where community_id = ${communityId} and id = ${id} for update`,
  )

export const newCollectorId = async (): Promise<string> =>
  (await one<{ id: string }>(sql`select nextval('ids') as id`)).id

type Form = Omit<CollectorBody, 'secret'> & { readonly secret: Buffer | null }

/** It begins where the logs are now. */
export const insertCollector = (communityId: string, memberId: string, id: string, form: Form) =>
  one<CollectorRow>(sql`
    insert into collectors (community_id, id, name, kind, url, secret, sends_calls, sends_audit, state, made_by, calls_xid, audit_n)
    values (${communityId}, ${id}, ${form.name}, ${form.kind}, ${form.url}, ${form.secret}, ${form.calls}, ${form.audit}, ${form.on ? 'on' : 'off'},
      ${memberId}, pg_snapshot_xmin(pg_current_snapshot()), coalesce((select n from audit_heads where community_id = ${communityId}), 0))
    returning ${columns}`)

/** What it was behind with it gets, also after it was off. */
export const updateCollector = (communityId: string, id: string, form: Form) =>
  one<CollectorRow>(sql`
    update collectors set name = ${form.name}, kind = ${form.kind}, url = ${form.url}, secret = ${form.secret}, sends_calls = ${form.calls},
      sends_audit = ${form.audit}, state = ${form.on ? 'on' : 'off'}, problem = null, failures = 0, next_at = now()
    where community_id = ${communityId} and id = ${id} returning ${columns}`)

export const deleteCollector = (communityId: string, id: string): Promise<number> =>
  run(sql`delete from collectors where community_id = ${communityId} and id = ${id}`)

const leaseSeconds = 30

/** Collectors whose turn it is; nobody else pushes there until the lease ends. */
export const leaseCollectors = (): Promise<CollectorRow[]> =>
  rows<CollectorRow>(sql`
    update collectors set leased_until = now() + make_interval(secs => ${leaseSeconds})
    where (community_id, id) in (
      select community_id, id from collectors
      where state = 'on' and next_at <= now() and (leased_until is null or leased_until < now()) limit 20 for update skip locked)
    returning ${columns}`)

export interface Cursor {
  readonly callsXid: string
  readonly callsId: string
  readonly callsAt: Date
  readonly auditN: string
}

/** What it refused by itself, of which log and when; and with what answer. */
export interface Refused {
  readonly log: 'api' | 'audit'
  readonly id: string
  readonly time: string
  readonly answer: string
}

/** It took so many: the cursor moves, and the lease goes on. Answers how it stands now; nothing where it is to get no more. */
export const putTaken = (
  row: CollectorRow,
  cursor: Cursor,
  count: number,
  refused: readonly Refused[],
): Promise<CollectorRow | undefined> =>
  transaction(async () => {
    const now = await moveCursor(row, cursor, count, refused.length)
    if (now && refused.length > 0) await noteRefused(row, refused)
    return now
  })

const moveCursor = (row: CollectorRow, cursor: Cursor, count: number, refused: number) =>
  maybe<CollectorRow>(sql`
    update collectors set calls_xid = ${cursor.callsXid}::xid8, calls_id = ${cursor.callsId}, calls_at = ${cursor.callsAt}, audit_n = ${cursor.auditN},
      sent = sent + ${count}, passed_over = passed_over + ${refused}, last_sent_at = now(), problem = null, failures = 0, leased_until = now() + make_interval(secs => ${leaseSeconds})
    where community_id = ${row.community_id} and id = ${row.id} and state = 'on' returning ${columns}`)

const refusalsKept = 100

async function noteRefused(row: CollectorRow, refused: readonly Refused[]): Promise<void> {
  await run(sql`
    insert into collector_refusals (community_id, collector_id, of_log, entry_id, happened_at, answer)
    select ${row.community_id}, ${row.id}, log, id, "time", answer
    from jsonb_to_recordset(${JSON.stringify(refused)}::jsonb) as r(log text, id text, "time" timestamptz, answer text)`)
  await run(sql`
    delete from collector_refusals where community_id = ${row.community_id} and collector_id = ${row.id} and id <= (
      select id from collector_refusals where community_id = ${row.community_id} and collector_id = ${row.id} order by id desc offset ${refusalsKept} limit 1)`)
}

/** The last of each, by collector. */
export async function refusalsOf(communityId: string): Promise<Map<string, RefusedEntry[]>> {
  const found = await rows<Omit<RefusedEntry, 'at' | 'refusedAt'> & { of: string; at: Date; refused_at: Date }>(sql`
    select collector_id as of, of_log as log, entry_id as id, happened_at as at, answer, refused_at from collector_refusals
    where community_id = ${communityId} order by id desc`)
  const by = new Map<string, RefusedEntry[]>()
  for (const { of, refused_at, at, ...entry } of found) {
    const told = { ...entry, at: at.toISOString(), refusedAt: refused_at.toISOString() }
    by.set(of, [...(by.get(of) ?? []), told])
  }
  return by
}

/** It is being tried, and answers. */
export const keepLease = (row: CollectorRow): Promise<number> =>
  run(sql`
    update collectors set leased_until = now() + make_interval(secs => ${leaseSeconds}) where community_id = ${row.community_id} and id = ${row.id}`)

export const endLease = (row: CollectorRow): Promise<number> =>
  run(sql`
    update collectors set leased_until = null, next_at = now() + interval '1 second' where community_id = ${row.community_id} and id = ${row.id}`)

/** Again after 2, 4, 8 … seconds, five minutes at most. */
export const putProblem = (row: CollectorRow, problem: string): Promise<number> =>
  run(sql`
    update collectors set problem = ${problem}, failures = failures + 1, leased_until = null,
      next_at = now() + make_interval(secs => least(300, power(2, least(failures + 1, 9))))
    where community_id = ${row.community_id} and id = ${row.id}`)
