import type { Listed } from '../../../connectors/catalog.ts'
import { transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed } from './catalog.ts'
import { openCredentials, sealCredentials } from './credentials.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import { filledIn, type NewSettings } from './filled-in.ts'
import { type InstallationRow, setSettings } from './installations.sql.ts'
import { isElsewhere, leaveAddress } from './leave-address.ts'

/**
 * Changes settings and credentials; a secret that is left empty stays what it was. Where that leads to another address, nobody's account goes there
 * with it.
 */
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
    const after = { ...before, settings: open, credentials: sealCredentials(before.id, credentials) }
    await setSettings(actor.communityId, before.id, after.settings, after.credentials)
    if (isElsewhere(listed, before, after)) await leave(actor, listed, before)
    await announceInstallation(actor, before.id)
    await record({ ...audited(actor, 'integration.settings_changed', before.id), before: before.settings, after: open })
    return current(actor, integrationId)
  })
}

async function leave(actor: Person, listed: Listed, before: InstallationRow): Promise<void> {
  const needsSignIn = listed.connector.oauth !== undefined
  const left = await leaveAddress(before, actor.memberId, needsSignIn)
  await record({ ...audited(actor, 'integration.address_changed', before.id), after: { ...left } })
  if (!needsSignIn && before.state === 'enabled')
    await enqueue({
      communityId: actor.communityId,
      kind: 'subscribe-connector',
      payload: {},
      installationId: before.id,
    })
}
