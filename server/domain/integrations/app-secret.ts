import type { OverlapHours } from '../../../contract/api/custom-integrations.ts'
import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { appById, openSecret, resetSecret as replaceSecret } from './apps.ts'
import { changeCustom } from './change-custom.ts'
import { audited, demandInstallation } from './enable-integration.ts'
import type { InstallationRow } from './installations.sql.ts'
import { demandCustom } from './listings.ts'

/** The secret in clear, for who asks for it; that they did stands in the audit before they see it. */
export async function showSecret(actor: Person, integrationId: string): Promise<string> {
  demandInCommunity(actor, 'integrations.manage')
  await demandCustom(actor.communityId, integrationId)
  return transaction(async () => {
    const installation = await demandInstallation(actor, integrationId)
    const app = await appById(integrationId)
    if (!app) throw new Error(`the custom integration ${integrationId} has no app`)
    await record(audited(actor, 'integration.secret_shown', installation.id))
    return openSecret(app.id, app.secret)
  })
}

/** A new secret; proofs and signatures by the one before hold for as long as was chosen. */
export async function resetSecret(
  actor: Person,
  integrationId: string,
  overlapHours: OverlapHours,
): Promise<{ row: InstallationRow; secret: string }> {
  let secret = ''
  const row = await changeCustom(actor, integrationId, 'integration.secret_reset', async () => {
    secret = await replaceSecret(integrationId, overlapHours)
    return { after: { overlapHours } }
  })
  return { row, secret }
}
