import type { MemberRef } from '../../../contract/api/basics.ts'
import type { RequestPolicy } from '../../../contract/api/requests.ts'
import { maybe, run, sql } from '../../platform/db.ts'
import { memberRef } from '../community/member-ref.sql.ts'

export interface Policy extends RequestPolicy {
  /** Who made it last: rules reach no group that this person does not see. */
  readonly changedBy: string | null
}

const nothing: Policy = { rules: [], ownText: null, ownUrl: null, changedBy: null }
const columns = sql`p.rules, p.own_text as "ownText", p.own_url as "ownUrl"`

export const policyOf = async (communityId: string): Promise<Policy> =>
  (await maybe<Policy>(sql`
    select ${columns}, p.changed_by as "changedBy" from request_policies p where p.community_id = ${communityId}`)) ??
  nothing

export interface KeptRow extends RequestPolicy {
  readonly version: number
  readonly by: MemberRef
  readonly at: Date
}

/** With who saved it, for those who change it. */
export const keptPolicyOf = (communityId: string): Promise<KeptRow | undefined> =>
  maybe<KeptRow>(sql`
    select ${columns}, p.version, p.changed_at as at,
      ${memberRef(sql`m`)} as by
    from request_policies p join members m on m.community_id = p.community_id and m.id = p.changed_by
    where p.community_id = ${communityId}`)

/** Answers 0 where another version than this one is kept. */
export const putPolicy = (communityId: string, policy: RequestPolicy, version: number, by: string): Promise<number> =>
  run(sql`
    insert into request_policies as p (community_id, rules, own_text, own_url, changed_by)
    values (${communityId}, ${JSON.stringify(policy.rules)}::jsonb, ${policy.ownText}, ${policy.ownUrl}, ${by})
    on conflict (community_id) do update set rules = excluded.rules, own_text = excluded.own_text, own_url = excluded.own_url,
      changed_by = excluded.changed_by, changed_at = now(), version = p.version + 1
    where p.version = ${version}`)
