import { run, sql, transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announceInstallation, audited, demandInstallation } from './enable-integration.ts'

/** Says whether group admins choose how its notices come to their groups. */
export async function changeGroupsConfigure(actor: Person, integrationId: string, allowed: boolean): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  await transaction(async () => {
    const row = await demandInstallation(actor, integrationId)
    if (row.groups_configure === allowed) return
    await run(sql`
      update installations set groups_configure = ${allowed}, changed_at = now() where community_id = ${actor.communityId} and id = ${row.id}`)
    await announceInstallation(actor, row.id)
    await record({
      ...audited(actor, 'integration.groups_configure_changed', row.id),
      before: { allowed: row.groups_configure },
      after: { allowed },
    })
  })
}
