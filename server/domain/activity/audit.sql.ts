import type { AuditFilter } from '../../../contract/api/audit.ts'
import type { MemberRef } from '../../../contract/api/basics.ts'
import { none, rows, type Sql, sql } from '../../platform/db.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { like } from '../community/people.sql.ts'

export type Written = Record<string, unknown>

export interface AuditRow {
  id: string
  at: Date
  /** To the microsecond. */
  place: string
  action: string
  subject: string
  subject_id: string | null
  before: Written | null
  after: Written | null
  address: string | null
  user_agent: string | null
  country: string | null
  actor_id: string | null
  actor: MemberRef | null
  integration_id: string | null
  n: string | null
  seal: string | null
}

/** Whose it is: of what was done to something else for its sake, a request or an account, as it was written down. */
const integration = sql`coalesce(i.integration_id, u.after ->> 'integration', u.before ->> 'integration')`
const columns = sql`u.id, u.at, u.at::text as place, u.action, u.subject, u.subject_id, u.before, u.after, u.address, u.user_agent, u.country, u.actor_id,
  case when m.id is not null then ${memberRef(sql`m`)} end as actor,
  ${integration} as integration_id, k.n, k.seal`
const tables = sql`audit u
  left join audit_chain k on k.community_id = u.community_id and k.audit_id = u.id
  left join members m on m.community_id = u.community_id and m.id = u.actor_id
  left join installations i on i.community_id = u.community_id and i.id = u.subject_id and u.subject = 'integration'`

/** A part of the audit in the order that is asked for. */
export const auditRows = (where: Sql, order: Sql, limit: number): Promise<AuditRow[]> =>
  rows<AuditRow>(sql`select ${columns} from ${tables} where ${where} order by ${order} limit ${limit}`)

/** A filter as SQL; what was done to hidden groups is not there. */
export const auditMatches = (
  communityId: string,
  filter: AuditFilter,
  hidden: readonly string[],
): Sql => sql`u.community_id = ${communityId}
  ${hidden.length > 0 ? sql`and not (u.subject = 'group' and u.subject_id = any(${[...hidden]}::bigint[]))` : none}
  ${filter.integration ? sql`and ${integration} = ${filter.integration}` : none}
  ${filter.actor ? sql`and u.actor_id = ${filter.actor}` : none}
  ${filter.action ? sql`and starts_with(u.action, ${filter.action})` : none}
  ${filter.subject ? sql`and u.subject = ${filter.subject}` : none}
  ${filter.address ? sql`and starts_with(u.address, ${filter.address})` : none}
  ${filter.userAgent ? sql`and u.user_agent ilike ${like(filter.userAgent)}` : none}
  ${filter.country ? sql`and u.country = upper(${filter.country})` : none}
  ${filter.from ? sql`and u.at >= ${filter.from}::timestamptz` : none}
  ${filter.to ? sql`and u.at < ${filter.to}::timestamptz` : none}`

/** The kinds of things that something was done to, found by leaps through the index. */
export const subjectsOf = async (communityId: string): Promise<string[]> =>
  (
    await rows<{ subject: string }>(sql`
      with recursive kinds as (
        (select subject from audit where community_id = ${communityId} order by subject limit 1)
        union all
        select (select u.subject from audit u where u.community_id = ${communityId} and u.subject > k.subject order by u.subject limit 1)
        from kinds k where k.subject is not null
      ) select subject from kinds where subject is not null`)
  ).map(row => row.subject)
