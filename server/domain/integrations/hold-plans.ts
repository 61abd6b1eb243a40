import { transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { switchOff } from './disable-integration.ts'
import { lockInstallation } from './installations.sql.ts'
import { beyondPlan } from './plan.ts'

/** A community that moved to `essential` keeps its custom integrations, disabled (design.md 6). Their calls are refused at once (access-tokens.ts). */
export async function holdPlans(): Promise<void> {
  for (const { community_id, installation_id } of await beyondPlan())
    await transaction(async () => {
      const row = await lockInstallation(community_id, installation_id)
      if (row?.state !== 'enabled') return
      await switchOff({ communityId: community_id }, row, 'disabled', 'plan')
      await record({
        communityId: community_id,
        action: 'integration.beyond_plan',
        subject: 'integration',
        subjectId: installation_id,
      })
    })
}
