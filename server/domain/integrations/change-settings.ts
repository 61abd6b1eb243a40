import type { FormValues } from '../../../contract/form.ts'
import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed } from './catalog.ts'
import { openCredentials, partSettings, sealCredentials } from './credentials.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import { type InstallationRow, setSettings } from './installations.sql.ts'
import { checkSettings } from './settings.ts'

export interface NewSettings {
  readonly settings: FormValues
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
}

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
    const kept = openCredentials(before)
    const { open, secret } = partSettings(
      listed,
      checkSettings(listed, { ...(kept.settings as FormValues | undefined), ...given.settings }),
    )
    const credentials = {
      ...kept,
      settings: secret,
      ...(given.clientId && { clientId: given.clientId.trim() }),
      ...(given.clientSecret && { clientSecret: given.clientSecret.trim() }),
    }
    await setSettings(actor.communityId, before.id, open, sealCredentials(before.id, credentials))
    await announceInstallation(actor, before.id)
    await record({ ...audited(actor, 'integration.settings_changed', before.id), before: before.settings, after: open })
    return current(actor, integrationId)
  })
}
