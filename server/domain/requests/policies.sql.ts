import type { RequestPolicy } from '../../../contract/api/requests.ts'
import { maybe, run, sql } from '../../platform/db.ts'

export interface Policy extends RequestPolicy {
  /** Who made it last: rules reach no group that this person does not see. */
  readonly changedBy: string | null
}

const nothing: Policy = { rules: [], ownText: null, ownUrl: null, changedBy: null }

export const policyOf = async (communityId: string): Promise<Policy> =>
  (await maybe<Policy>(sql`
    select rules, own_text as "ownText", own_url as "ownUrl", changed_by as "changedBy" from request_policies where community_id = ${communityId}`)) ??
  nothing

export const putPolicy = (communityId: string, policy: RequestPolicy, by: string): Promise<number> =>
  run(sql`
    insert into request_policies (community_id, rules, own_text, own_url, changed_by)
    values (${communityId}, ${JSON.stringify(policy.rules)}::jsonb, ${policy.ownText}, ${policy.ownUrl}, ${by})
    on conflict (community_id) do update set rules = excluded.rules, own_text = excluded.own_text, own_url = excluded.own_url,
      changed_by = excluded.changed_by, changed_at = now()`)
