import { run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity, mayInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { announceInstallation, audited, demandInstallation } from './enable-integration.ts'
import type { InstallationRow } from './installations.sql.ts'

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

/** Its notices in a group, and what the group follows, are its admins' to choose, unless the administrator keeps that. */
export const mayChooseNotices = (actor: Person, row: Pick<InstallationRow, 'groups_configure'>): boolean =>
  row.groups_configure || mayInCommunity(actor, 'integrations.manage')

export function demandNoticesChosen(actor: Person, row: Pick<InstallationRow, 'groups_configure'>): void {
  if (!mayChooseNotices(actor, row)) throw new Refusal('notices_kept')
}
