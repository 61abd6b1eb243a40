import type { ChangeValue, Messaging } from '../../../contract/graph/changes.ts'
import { type Sql, sql } from '../../platform/db.ts'
import { ended, heldNow, reaches } from '../access/reaches.ts'
import { type GroupAction, groupRules } from '../access/rules.ts'
import type { Leased } from './take-deliveries.ts'

/** Why something is not told after all; its sentence is `webhooks.reason.<reason>`. */
export type CancelReason = 'disabled' | 'unsubscribed' | 'not_permitted' | 'out_of_scope' | 'content_gone'

/** What a delivery says, or why it says nothing. */
export type ReadValue =
  | { readonly value: ChangeValue }
  | { readonly messaging: Messaging }
  | { readonly cancelled: CancelReason }

/** What holds for a delivery now, whatever held when it was made. */
export interface Standing {
  id: string
  enabled: boolean
  wanted: boolean
  in_scope: boolean
  permissions: string[]
}

export const standing = sql`d.id, i.state = 'enabled' and not ${ended(sql`r`)} as enabled, d.field = any(s.fields) as wanted, ${heldNow(sql`r`)} as permissions,
  ${reaches(sql`i`, sql`r`, sql`d.group_id`)} as in_scope`

/**
 * These deliveries (`d`), with their subscription (`s`), installation (`i`), grant (`r`) and community (`c`). They are handed in and not looked up: their
 * table grows faster than its statistics, and a plan from when it was small would read all of it.
 */
export const ofDeliveries = (leased: readonly Leased[]): Sql => sql`
  jsonb_to_recordset(${JSON.stringify(leased.map(factsOf))}::jsonb) as d(community_id bigint, id bigint, installation_id bigint, subscription_id bigint, field text,
    verb text, subject_id bigint, group_id bigint, actor_id bigint, happened_at timestamptz)
  join webhook_subscriptions s on s.community_id = d.community_id and s.id = d.subscription_id
  join installations i on i.community_id = d.community_id and i.id = d.installation_id
  join grants r on r.community_id = i.community_id and r.installation_id = i.id and r.superseded_at is null
  join communities c on c.id = d.community_id`

/** Without what signs it. */
const factsOf = ({ app_secret: _, signing_secret: __, ...facts }: Leased): object => facts

/** May the program be told of this in the group? Asked of the one rule table. */
export function refusedInGroup(row: Standing, action: GroupAction): CancelReason | undefined {
  if (!row.enabled) return 'disabled'
  if (!row.wanted) return 'unsubscribed'
  if (!row.in_scope) return 'out_of_scope'
  const nobody = {
    membership: null,
    invited: false,
    role: null,
    adminsPost: false,
    approves: false,
    letsIn: 'privacy',
  } as const
  const facts = { privacy: 'secret', archived: false, ...nobody } as const
  const allowed = groupRules[action]({ ...facts, inScope: row.in_scope, permissions: row.permissions })
  return allowed ? undefined : 'not_permitted'
}
