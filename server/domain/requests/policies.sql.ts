import type { MemberRef } from '../../../contract/api/basics.ts'
import type { RequestPolicy } from '../../../contract/api/requests.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { maybe, run, sql } from '../../platform/db.ts'
import { communityRules } from '../access/rules.ts'
import { memberRef } from '../community/member-ref.sql.ts'

export interface Policy extends RequestPolicy {
  /** Who made it last: rules reach no group that this person does not see. */
  readonly changedBy: string | null
  /** Do they still manage integrations? Rules decide in the name of whoever made them: one who may not decide any more has none that do. */
  readonly inForce: boolean
}

const nothing: Policy = { rules: [], ownText: null, ownUrl: null, changedBy: null, inForce: false }
const columns = sql`p.rules, p.own_text as "ownText", p.own_url as "ownUrl"`
const tables = sql`request_policies p join members m on m.community_id = p.community_id and m.id = p.changed_by`

export async function policyOf(communityId: string): Promise<Policy> {
  const found = await maybe<Omit<Policy, 'inForce'> & Maker>(sql`
    select ${columns}, p.changed_by as "changedBy", m.role, m.active from ${tables} where p.community_id = ${communityId}`)
  if (!found) return nothing
  const { role, active, ...policy } = found
  return { ...policy, inForce: manages({ role, active }) }
}

interface Maker {
  readonly role: CommunityRole
  readonly active: boolean
}

const manages = ({ role, active }: Maker): boolean => active && communityRules['integrations.manage'](role)

export interface KeptRow extends RequestPolicy {
  readonly version: number
  readonly by: MemberRef
  readonly at: Date
  readonly inForce: boolean
}

/** With who saved it, for those who change it. */
export async function keptPolicyOf(communityId: string): Promise<KeptRow | undefined> {
  const found = await maybe<Omit<KeptRow, 'inForce'> & Maker>(sql`
    select ${columns}, p.version, p.changed_at as at, ${memberRef(sql`m`)} as by, m.role, m.active from ${tables}
    where p.community_id = ${communityId}`)
  if (!found) return undefined
  const { role, active, ...kept } = found
  return { ...kept, inForce: manages({ role, active }) }
}

/** Answers 0 where another version than this one is kept. */
export const putPolicy = (communityId: string, policy: RequestPolicy, version: number, by: string): Promise<number> =>
  run(sql`
    insert into request_policies as p (community_id, rules, own_text, own_url, changed_by)
    values (${communityId}, ${JSON.stringify(policy.rules)}::jsonb, ${policy.ownText}, ${policy.ownUrl}, ${by})
    on conflict (community_id) do update set rules = excluded.rules, own_text = excluded.own_text, own_url = excluded.own_url,
      changed_by = excluded.changed_by, changed_at = now(), version = p.version + 1
    where p.version = ${version}`)
