import { Refusal } from '../../platform/refusal.ts'
import { lockInstallation } from '../integrations/installations.sql.ts'
import type { Subscriber } from './subscriber.ts'

/** Kept from being switched off until the transaction ends: what is made due then is cancelled with it, or refused here. */
export async function demandRunning({ communityId, installationId }: Subscriber): Promise<void> {
  const row = await lockInstallation(communityId, installationId)
  if (row?.state !== 'enabled') throw new Refusal('not_enabled')
}
