import type { MemberRef } from '../../../contract/api/basics.ts'
import { maybe, none, rows, run, sql } from '../../platform/db.ts'
import { memberRef } from '../community/member-ref.sql.ts'

export interface SupporterRow {
  member_id: string
  member: MemberRef
  reason: string
  post_id: string | null
  asked_at: Date
  settled_at: Date | null
  group_ids: string[]
}

const columns = sql`s.member_id, s.reason, s.post_id, s.asked_at, s.settled_at,
  ${memberRef(sql`m`)} as member,
  coalesce((select array_agg(w.group_id::text order by w.group_id) from request_wishes w
    where w.community_id = s.community_id and w.request_id = s.request_id and w.member_id = s.member_id), '{}') as group_ids`
const tables = sql`request_supporters s join members m on m.community_id = s.community_id and m.id = s.member_id and m.active`

/** What somebody asked, at most once a request: asking again adds to it. */
export async function putSupporter(
  communityId: string,
  requestId: string,
  memberId: string,
  asked: { reason: string | undefined; groupIds: readonly string[]; postId: string | undefined },
): Promise<void> {
  await run(sql`
    insert into request_supporters as s (community_id, request_id, member_id, reason, post_id)
    values (${communityId}, ${requestId}, ${memberId}, ${asked.reason ?? ''}, ${asked.postId ?? null})
    on conflict (community_id, request_id, member_id) do update
      set reason = coalesce(${asked.reason ?? null}, s.reason), post_id = coalesce(excluded.post_id, s.post_id), settled_at = null`)
  await run(sql`
    insert into request_wishes (community_id, request_id, member_id, group_id)
    select ${communityId}, ${requestId}, ${memberId}, g from unnest(${asked.groupIds}::bigint[]) as g on conflict do nothing`)
}

export const dropSupporter = (communityId: string, requestId: string, memberId: string): Promise<number> =>
  run(sql`
    delete from request_supporters where community_id = ${communityId} and request_id = ${requestId} and member_id = ${memberId}`)

export const supporterOf = (
  communityId: string,
  requestId: string,
  memberId: string,
): Promise<SupporterRow | undefined> =>
  maybe<SupporterRow>(sql`
    select ${columns} from ${tables} where s.community_id = ${communityId} and s.request_id = ${requestId} and s.member_id = ${memberId}`)

/** Who still waits. */
export const waitingSupporters = (communityId: string, requestId: string): Promise<SupporterRow[]> =>
  rows<SupporterRow>(sql`
    select ${columns} from ${tables}
    where s.community_id = ${communityId} and s.request_id = ${requestId} and s.settled_at is null order by s.asked_at, s.member_id`)

export const supportersPage = (
  communityId: string,
  requestId: string,
  after: string | undefined,
  limit: number,
): Promise<SupporterRow[]> =>
  rows<SupporterRow>(sql`
    select ${columns} from ${tables}
    where s.community_id = ${communityId} and s.request_id = ${requestId} ${after ? sql`and s.member_id > ${after}::bigint` : none}
    order by s.member_id limit ${limit}`)

export const settleSupporters = (
  communityId: string,
  requestId: string,
  memberIds: readonly string[],
): Promise<number> =>
  run(sql`
    update request_supporters set settled_at = now()
    where community_id = ${communityId} and request_id = ${requestId} and member_id = any(${memberIds}::bigint[]) and settled_at is null`)

/** Groups that these requests are wanted in by those who wait, and by how many. */
export const wishesOf = (communityId: string, requestIds: readonly string[]) =>
  rows<{ request_id: string; group_id: string; people: number }>(sql`
    select w.request_id, w.group_id, count(*)::int as people from request_wishes w
    join request_supporters s on s.community_id = w.community_id and s.request_id = w.request_id and s.member_id = w.member_id and s.settled_at is null
    join members m on m.community_id = s.community_id and m.id = s.member_id and m.active
    join groups g on g.community_id = w.community_id and g.id = w.group_id and g.archived_at is null
    where w.community_id = ${communityId} and w.request_id = any(${requestIds}::bigint[])
    group by w.request_id, w.group_id order by people desc, w.group_id`)
