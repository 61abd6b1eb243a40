import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { holdPlans } from './hold-plans.ts'

/** Only the operator changes plans (design.md 6). What the new one does not have stops now; answers the community's name. */
export async function changePlan(domain: string, plan: 'essential' | 'advanced'): Promise<string | undefined> {
  const changed = await transaction(async () => {
    const found = await maybe<{ id: string; name: string; plan: string }>(
      sql`select id, name, plan from communities where lower(domain) = lower(${domain}) for update`,
    )
    if (!found || found.plan === plan) return found
    await run(sql`update communities set plan = ${plan} where id = ${found.id}`)
    await record({
      communityId: found.id,
      action: 'community.plan_changed',
      subject: 'community',
      subjectId: found.id,
      before: { plan: found.plan },
      after: { plan },
    })
    return found
  })
  await holdPlans()
  return changed?.name
}
