import { transaction } from '../../platform/db.ts'
import { administratorsOf } from '../community/administrators.ts'
import { getListed } from '../integrations/catalog.ts'
import { announceInstallation } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationOf, setConnection } from '../integrations/installations.sql.ts'
import { notify } from '../notifications/notify.ts'
import { accountsOfInstallation, forgetPreviews, lockAccount, setBroken } from './accounts.sql.ts'

/** The service refused the grant for good: said once, to whoever can cure it. The installation's own account is cured by administrators. */
export async function breakAccount(row: InstallationRow, accountId: string, problem: string): Promise<void> {
  await transaction(async () => {
    const account = await lockAccount(row.community_id, accountId)
    if (!account || (await setBroken(row.community_id, accountId, problem)) === 0) return
    await forgetPreviews(row.community_id, row.id, account.member_id)
    const own = account.member_id === row.bot_id
    if (own) await breakConnection(row, problem)
    await (own
      ? tellAdministrators(row, 'integration_needs_attention')
      : tell(row, 'integration_needs_attention', [account.member_id], true))
  })
}

/** The service does not know our client any more: everybody's account would come back by itself with the right secret, so none is touched. */
export async function breakClient(row: InstallationRow, problem: string): Promise<void> {
  await transaction(async () => {
    const current = await installationOf(row.community_id, row.integration_id, { lock: true })
    if (current?.id !== row.id || current.connection !== 'connected') return
    await breakConnection(row, problem)
    await tellAdministrators(row, 'integration_needs_attention')
  })
}

/** Its owner took it away at the service: what was kept of it goes, and the owner is told. */
export async function forgetAccount(row: InstallationRow, externalId: string): Promise<void> {
  for (const account of await accountsOfInstallation(row.community_id, row.id))
    if (account.external_id === externalId) await breakAccount(row, account.id, 'taken_away')
}

async function breakConnection(row: InstallationRow, problem: string): Promise<void> {
  await setConnection(row.community_id, row.id, 'broken', problem)
  await announceInstallation({ communityId: row.community_id }, row.id)
}

/** What only administrators can cure. */
export const tellAdministrators = async (row: InstallationRow, kind: Trouble): Promise<void> =>
  tell(row, kind, await administratorsOf(row.community_id), false)

type Trouble = 'integration_needs_attention' | 'integration_goes_quiet'

function tell(row: InstallationRow, kind: Trouble, memberIds: readonly string[], mine: boolean): Promise<void> {
  const name = getListed(row.integration_id).words.en.name ?? row.integration_id
  return notify(
    { communityId: row.community_id },
    {
      kind,
      memberIds,
      subjectId: row.id,
      values: { integrationId: row.integration_id, name, ...(mine && { mine: 1 }) },
    },
  )
}
