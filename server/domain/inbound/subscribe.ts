import { ServiceRefused, type Subscription } from '../../../connectors/connector.ts'
import { hookAddress } from '../../platform/addresses.ts'
import { rows, sql, transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { seal } from '../../platform/secrets.ts'
import { findListed, getListed } from '../integrations/catalog.ts'
import { announceInstallation } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { tellAdministrators } from '../linking/break-account.ts'
import { clientFor } from '../linking/client-for.ts'
import { askToCatchUp, beginCatchUp } from './catch-up.ts'
import { keepSubscriptions, stillListens } from './keep-subscriptions.ts'
import {
  deleteSubscription,
  dropFailures,
  endingSoon,
  insertFailure,
  isDueForAlarm,
  type SubscriptionRow,
  secretContext,
  setFailed,
  setRenewed,
  subscriptionsOf,
} from './subscriptions.sql.ts'
import { asSubscription, clientOf, problemOf, unlessAway } from './told-service.ts'

/** Tells the service where to post. What went wrong is shown on the integration's page, and the job tries again. */
export async function subscribe(communityId: string, installationId: string): Promise<void> {
  const row = await installationById(communityId, installationId)
  const events = row && findListed(row.integration_id)?.connector.events
  if (row?.state !== 'enabled' || row.connection === 'pending' || !events) return
  await beginCatchUp(row)
  await followAgain(row)
  await renewFailed(row)
  if (!events.subscribe) return
  // One that could not be renewed is still there at the service, and tells: a second one would tell everything twice.
  if ((await subscriptionsOf(communityId, installationId)).some(one => one.external_id && !one.item)) return
  const secret = newToken()
  try {
    const client = await clientFor(row, row.bot_id)
    const made = await events.subscribe(client, { url: hookAddress(row.inbound_key), secret })
    await keepAll(row, made, secret)
  } catch (error) {
    await dropFailures(communityId, installationId)
    await insertFailure(communityId, installationId, problemOf(error))
    await announceInstallation({ communityId }, installationId)
    throw error
  }
}

/** What failed while the account was lost is kept alive with the one that came; where the service knows it no more, another takes its place. */
async function renewFailed(row: InstallationRow): Promise<void> {
  const all = await subscriptionsOf(row.community_id, row.id)
  for (const one of all.filter(found => found.state === 'failed' && found.external_id)) await renew(one)
}

/** Switched off or moved meanwhile, it would be of no use: nobody listens to what it is signed with. */
async function keepAll(row: InstallationRow, made: readonly Subscription[], secret: string): Promise<void> {
  await transaction(async () => {
    if (!(await stillListens(row))) return
    await dropFailures(row.community_id, row.id)
    await keepSubscriptions(row, made, { secret })
    await announceInstallation({ communityId: row.community_id }, row.id)
  })
}

/** Keeps alive what ends soon: one clock for every service. */
export async function renewSubscriptions(): Promise<void> {
  for (const subscription of await endingSoon()) await renew(subscription)
}

async function renew(subscription: SubscriptionRow): Promise<void> {
  const { community_id, installation_id, id } = subscription
  const row = await installationById(community_id, installation_id)
  const events = row && findListed(row.integration_id)?.connector.events
  if (!row || !events?.renew) return
  try {
    const renewed = await events.renew(await clientOf(row, subscription), asSubscription(subscription), {
      url: hookAddress(row.inbound_key),
    })
    await setRenewed(community_id, id, {
      externalId: renewed.externalId,
      sealed: renewed.secret ? seal(renewed.secret, secretContext(installation_id)) : null,
      expiresAt: renewed.expiresAt ? new Date(renewed.expiresAt) : null,
    })
  } catch (error) {
    if (error instanceof ServiceRefused) await subscribeAnew(row, subscription)
    else await failed(row, subscription, error)
  }
  await announceInstallation({ communityId: community_id }, installation_id)
}

/** It is tried again at every turn of the clock; whoever can do something about it is told before it is too late. */
async function failed(row: InstallationRow, { community_id, id }: SubscriptionRow, error: unknown): Promise<void> {
  await transaction(async () => {
    await setFailed(community_id, id, problemOf(error))
    if (await isDueForAlarm(community_id, id)) await tellAdministrators(row, 'integration_goes_quiet')
  })
}

/** The service ended it, or no longer knows it: another is made in its place, and what was missed meanwhile is read. */
export async function subscriptionEnded(row: InstallationRow, externalId: string): Promise<void> {
  const all = await subscriptionsOf(row.community_id, row.id)
  for (const one of all.filter(found => found.external_id === externalId)) await subscribeAnew(row, one)
}

async function subscribeAnew(row: InstallationRow, ended: SubscriptionRow): Promise<void> {
  const { community_id, installation_id, id } = ended
  // Should it be there still, it would go on telling under a secret that nobody knows any more.
  const { events } = getListed(row.integration_id).connector
  await unlessAway(true, async () => {
    await events?.unsubscribe?.(await clientOf(row, ended), asSubscription(ended))
    return true
  })
  await transaction(async () => {
    await deleteSubscription(community_id, id)
    await enqueue({
      communityId: community_id,
      kind: 'subscribe-connector',
      payload: {},
      installationId: installation_id,
    })
  })
  await askToCatchUp(community_id, installation_id)
}

/** After a time off, what groups follow is told to the service anew. */
async function followAgain(row: InstallationRow): Promise<void> {
  const found = await rows<{ id: string }>(
    sql`select id from follows where community_id = ${row.community_id} and installation_id = ${row.id}`,
  )
  await enqueue(
    ...found.map(({ id }) => ({
      communityId: row.community_id,
      kind: 'follow-thing',
      payload: { followId: id },
      installationId: row.id,
    })),
  )
}
