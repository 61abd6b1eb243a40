import type { MemberRef } from '../../../contract/api/basics.ts'
import type { RequestState } from '../../../contract/api/requests.ts'
import { maybe, none, one, rows, run, type Sql, sql } from '../../platform/db.ts'
import { memberNamed } from '../community/member-ref.sql.ts'

export interface RequestRow {
  id: string
  integration_id: string
  state: RequestState
  asked_at: Date
  last_asked_at: Date
  seen_by: MemberRef | null
  seen_at: Date | null
  decided_by: MemberRef | null
  decided_at: Date | null
  note: string | null
  /** How many wait; of a decided one, how many asked. */
  supporters: number
  comments: number
}

const member = (id: Sql): Sql => memberNamed(sql`q.community_id`, id)

/** Who waits, or, once it is decided, who asked; a seat that was given up waits for nothing. */
const waits = sql`(
  select count(*)::int from request_supporters s join members w on w.community_id = s.community_id and w.id = s.member_id and w.active
  where s.community_id = q.community_id and s.request_id = q.id and (s.settled_at is null or q.state in ('approved', 'declined')))`

const columns = sql`q.id, q.integration_id, q.state, q.asked_at, q.last_asked_at, ${member(sql`q.seen_by`)} as seen_by, q.seen_at,
  ${member(sql`q.decided_by`)} as decided_by, q.decided_at, q.note, ${waits} as supporters,
  (select count(*)::int from request_comments c where c.community_id = q.community_id and c.request_id = q.id) as comments`

const live = sql`q.state in ('open', 'approving')`

/** The request that waits for this integration, if one does. */
export const waitingRequest = (communityId: string, integrationId: string): Promise<RequestRow | undefined> =>
  maybe<RequestRow>(sql`
    select ${columns} from integration_requests q
    where q.community_id = ${communityId} and q.integration_id = ${integrationId} and ${live}`)

export const requestById = (communityId: string, id: string): Promise<RequestRow | undefined> =>
  maybe<RequestRow>(
    sql`select ${columns} from integration_requests q where q.community_id = ${communityId} and q.id = ${id}`,
  )

/** The last one that was decided and that this member supported. */
export const lastDecidedFor = (communityId: string, integrationId: string, memberId: string) =>
  maybe<RequestRow>(sql`
    select ${columns} from integration_requests q
    join request_supporters s on s.community_id = q.community_id and s.request_id = q.id and s.member_id = ${memberId}
    where q.community_id = ${communityId} and q.integration_id = ${integrationId} and q.state in ('approved', 'declined')
    order by q.id desc limit 1`)

export interface Locked {
  id: string
  integration_id: string
  state: RequestState
  decided_by: string | null
  note: string | null
}

/** Kept from others until the transaction ends. */
export const lockRequest = (communityId: string, id: string): Promise<Locked | undefined> =>
  maybe<Locked>(sql`
    select id, integration_id, state, decided_by, note from integration_requests
    where community_id = ${communityId} and id = ${id} for update`)

/** The one that waits, or a new one; kept from others until the transaction ends. Two that ask at once make one. */
export async function lockOrMakeWaiting(
  communityId: string,
  integrationId: string,
): Promise<Locked & { made: boolean }> {
  for (;;) {
    const made = await maybe<Locked>(sql`
      insert into integration_requests (community_id, integration_id) values (${communityId}, ${integrationId})
      on conflict (community_id, integration_id) where state in ('open', 'approving') do nothing
      returning id, integration_id, state, decided_by, note`)
    if (made) return { ...made, made: true }
    const there = await lockWaiting(communityId, integrationId)
    if (there) return { ...there, made: false }
  }
}

export const lockWaiting = (communityId: string, integrationId: string): Promise<Locked | undefined> =>
  maybe<Locked>(sql`
    select id, integration_id, state, decided_by, note from integration_requests
    where community_id = ${communityId} and integration_id = ${integrationId} and state in ('open', 'approving') for update`)

/** Those that wait: most wanted first, then the oldest. */
export const waitingPage = (
  communityId: string,
  after: { readonly sort: string; readonly id: string } | undefined,
  limit: number,
): Promise<RequestRow[]> =>
  rows<RequestRow>(sql`
    select * from (select ${columns} from integration_requests q where q.community_id = ${communityId} and ${live}) as r
    where true ${after ? sql`and (-r.supporters, r.id) > (${after.sort}::int, ${after.id}::bigint)` : none}
    order by -r.supporters, r.id limit ${limit}`)

/** Those that were decided, the last decision first; `place` is when, to the microsecond. */
export const decidedPage = (
  communityId: string,
  after: { readonly at: string; readonly id: string } | undefined,
  limit: number,
): Promise<(RequestRow & { place: string })[]> =>
  rows(sql`
    select ${columns}, q.decided_at::text as place from integration_requests q
    where q.community_id = ${communityId} and q.state in ('approved', 'declined')
      ${after ? sql`and (q.decided_at, q.id) < (${after.at}::timestamptz, ${after.id}::bigint)` : none}
    order by q.decided_at desc, q.id desc limit ${limit}`)

export const countRequests = (communityId: string): Promise<{ open: number; fresh: number }> =>
  one(sql`
    select count(*)::int as open, (count(*) filter (where q.seen_at is null or q.last_asked_at > q.seen_at))::int as fresh
    from integration_requests q where q.community_id = ${communityId} and ${live}`)

export const setRequestState = (
  communityId: string,
  id: string,
  state: RequestState,
  by: string | null,
  note: string | null,
): Promise<number> =>
  run(sql`
    update integration_requests set state = ${state}, decided_by = ${by}, decided_at = now(), note = ${note}
    where community_id = ${communityId} and id = ${id}`)

export const setRequestSeen = (communityId: string, id: string, by: string): Promise<number> =>
  run(sql`
    update integration_requests set seen_by = ${by}, seen_at = now() where community_id = ${communityId} and id = ${id}`)

export const touchRequest = (communityId: string, id: string): Promise<number> =>
  run(sql`update integration_requests set last_asked_at = now() where community_id = ${communityId} and id = ${id}`)

/** Notes that a mail tells of it; answers 0 where one told of this integration within a day. */
export const markMailed = (
  communityId: string,
  { id, integration_id }: Pick<Locked, 'id' | 'integration_id'>,
): Promise<number> =>
  run(sql`
    update integration_requests q set mailed_at = now()
    where q.community_id = ${communityId} and q.id = ${id} and not exists (
      select from integration_requests x where x.community_id = q.community_id and x.integration_id = ${integration_id} and x.mailed_at > now() - interval '1 day')`)

/** The last ones whatever became of them, newest first. */
export const lastRequests = (communityId: string, limit: number): Promise<RequestRow[]> =>
  rows<RequestRow>(sql`
    select ${columns} from integration_requests q where q.community_id = ${communityId} order by q.id desc limit ${limit}`)
