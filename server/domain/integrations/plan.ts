import { maybe, rows, sql } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'

/** Custom integrations are for the plan *advanced* (design.md 1). */
export async function hasPlan(communityId: string): Promise<boolean> {
  return (await maybe(sql`select from communities where id = ${communityId} and plan = 'advanced'`)) !== undefined
}

export async function demandPlan(communityId: string): Promise<void> {
  if (!(await hasPlan(communityId))) throw new Refusal('plan_needed')
}

/** Custom integrations that run in a community whose plan no longer has them. */
export const beyondPlan = (): Promise<{ community_id: string; installation_id: string }[]> =>
  rows(sql`
    select i.community_id, i.id as installation_id from installations i
    join custom_integrations c on c.community_id = i.community_id and c.id::text = i.integration_id
    join communities y on y.id = i.community_id and y.plan <> 'advanced'
    where i.state = 'enabled'`)
