import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed } from './catalog.ts'
import { openCredentials, sealCredentials } from './credentials.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import { filledIn, type NewSettings } from './filled-in.ts'
import { type InstallationRow, setSettings } from './installations.sql.ts'

/** Changes settings and credentials; a secret that is left empty stays what it was. */
export async function changeSettings(
  actor: Person,
  integrationId: string,
  given: NewSettings,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  const listed = getListed(integrationId)
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    const { open, credentials } = filledIn(listed, actor.language, openCredentials(before), given)
    await setSettings(actor.communityId, before.id, open, sealCredentials(before.id, credentials))
    await announceInstallation(actor, before.id)
    await record({ ...audited(actor, 'integration.settings_changed', before.id), before: before.settings, after: open })
    return current(actor, integrationId)
  })
}
