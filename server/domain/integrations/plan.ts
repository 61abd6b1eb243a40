import { maybe, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'

/** Custom integrations are for the plan *advanced* (design.md 1). */
export async function hasPlan(communityId: string): Promise<boolean> {
  return (await maybe(sql`select from communities where id = ${communityId} and plan = 'advanced'`)) !== undefined
}

export async function demandPlan(communityId: string): Promise<void> {
  if (!(await hasPlan(communityId))) throw new Refusal('plan_needed')
}

/** May they make a custom integration? `plan`: they might, were the community's plan another. */
export async function mayCreateCustom(actor: Person): Promise<'yes' | 'no' | 'plan'> {
  if (!mayInCommunity(actor, 'integrations.manage')) return 'no'
  return (await hasPlan(actor.communityId)) ? 'yes' : 'plan'
}

/** Custom integrations that run in a community whose plan no longer has them. */
export const beyondPlan = (): Promise<{ community_id: string; installation_id: string }[]> =>
  rows(sql`
    select i.community_id, i.id as installation_id from installations i
    join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id
    join communities y on y.id = i.community_id and y.plan <> 'advanced'
    where i.state = 'enabled'`)
