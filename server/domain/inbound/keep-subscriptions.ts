import type { Subscription } from '../../../connectors/connector.ts'
import { seal } from '../../platform/secrets.ts'
import { getListed } from '../integrations/catalog.ts'
import { type InstallationRow, lockInstallation } from '../integrations/installations.sql.ts'
import { isElsewhere } from '../integrations/leave-address.ts'
import { insertSubscription, secretContext } from './subscriptions.sql.ts'

/** Does this installation still listen where the service was told to post? Locks it: nobody switches it off or moves it before the transaction ends. */
export async function stillListens(row: InstallationRow): Promise<boolean> {
  const standing = await lockInstallation(row.community_id, row.id)
  return standing?.state === 'enabled' && !isElsewhere(getListed(row.integration_id), row, standing)
}

/** What a service made for us, with the secret that each was agreed on, or the one that was offered to all. `memberId`: whose account made it, where not the installation's own. */
export async function keepSubscriptions(
  row: InstallationRow,
  made: readonly Subscription[],
  { secret, item, memberId = null }: { secret: string; item?: string; memberId?: string | null },
): Promise<void> {
  for (const one of made)
    await insertSubscription({
      communityId: row.community_id,
      installationId: row.id,
      externalId: one.externalId,
      sealed: seal(one.secret ?? secret, secretContext(row.id)),
      expiresAt: one.expiresAt ? new Date(one.expiresAt) : null,
      item: item ?? one.item ?? null,
      memberId,
    })
}
