import type { Webhooks } from '../../../contract/api/webhooks.ts'
import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { auditWebhooks } from './audit-subscription.ts'
import { tellDispatch } from './awaken.ts'
import { endRest } from './health.ts'
import { showWebhooks } from './list-subscriptions.ts'
import { subscriberOf } from './subscriber.ts'

/** Ends the rest now: one delivery tries at once, and if it arrives the others follow. */
export async function resumeWebhooks(actor: Person, integrationId: string): Promise<Webhooks> {
  const subscriber = await subscriberOf(actor, integrationId)
  await transaction(async () => {
    if ((await endRest(subscriber)) > 0) await auditWebhooks(subscriber, 'integration.webhooks_resumed')
  })
  tellDispatch()
  return showWebhooks(actor, integrationId)
}
