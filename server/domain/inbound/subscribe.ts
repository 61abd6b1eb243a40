import { type Client, ServiceRefused, type Subscription } from '../../../connectors/connector.ts'
import { hookAddress } from '../../platform/addresses.ts'
import { rows, run, sql, transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { openText, seal } from '../../platform/secrets.ts'
import { record } from '../audit/record.ts'
import { findListed, getListed } from '../integrations/catalog.ts'
import { announceInstallation } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationById, lockInstallation } from '../integrations/installations.sql.ts'
import { isElsewhere } from '../integrations/leave-address.ts'
import { answerReceipt, giveUpReceipt, subjectsOf } from '../integrations/receipts.sql.ts'
import { accountsOfInstallation, deleteAccount, forgetPreviews } from '../linking/accounts.sql.ts'
import { tellAdministrators } from '../linking/break-account.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import { askToRevoke } from '../linking/revoke-grant.ts'
import { openTokens } from '../linking/tokens.ts'
import { askToCatchUp, beginCatchUp } from './catch-up.ts'
import {
  deleteSubscription,
  dropFailures,
  endingSoon,
  insertFailure,
  insertSubscription,
  isDueForAlarm,
  type SubscriptionRow,
  secretContext,
  setFailed,
  setRenewed,
  subscriptionsOf,
} from './subscriptions.sql.ts'

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
    const standing = await lockInstallation(row.community_id, row.id)
    if (standing?.state !== 'enabled' || isElsewhere(getListed(row.integration_id), row, standing)) return
    await dropFailures(row.community_id, row.id)
    for (const one of made) {
      await insertSubscription({
        communityId: row.community_id,
        installationId: row.id,
        externalId: one.externalId,
        sealed: seal(one.secret ?? secret, secretContext(row.id)),
        expiresAt: one.expiresAt ? new Date(one.expiresAt) : null,
        item: one.item ?? null,
        memberId: null,
      })
    }
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

/**
 * Takes leave of a service after the installation was switched off: its webhooks are deleted, every token given back. Here it is over already, whatever
 * the service answers; one that is away is asked again until the job's last attempt, and then forgotten.
 */
interface Leave {
  readonly remove: boolean
  readonly last: boolean
  /** Everybody's accounts are given back, whatever became of it since. */
  readonly forGood?: boolean
  /** Where answers are written down. */
  readonly receiptId?: string | undefined
}

export async function closeInstallation(
  communityId: string,
  installationId: string,
  { remove, last, forGood = false, receiptId }: Leave,
): Promise<void> {
  const row = await installationById(communityId, installationId)
  // Enabled again meanwhile: what was only disabled goes on with what it had, what was to end for good still ends.
  if (!row || (row.state === 'enabled' && !forGood)) {
    if (receiptId) await giveUpReceipt(communityId, receiptId, 'enabled_again')
    return
  }
  const its = sql`where community_id = ${communityId} and installation_id = ${installationId}`
  await forgetPreviews(communityId, installationId, null)
  // What happens while it is off is nobody's to hear later.
  await run(sql`delete from catch_ups ${its}`)
  await run(sql`delete from digest_entries ${its}`)
  if (remove) {
    await run(sql`delete from notice_routes ${its}`)
    await run(sql`delete from follows ${its}`)
    await run(sql`delete from known_things ${its}`)
    await run(sql`delete from notice_threads ${its}`)
  }
  const told: Told = { webhooks: 0, tokens: 0, left: 0 }
  try {
    await unsubscribe(row, last, told, receiptId)
    await giveBackTokens(row, remove || forGood, told, receiptId)
  } finally {
    await recordTold(row, told)
  }
}

/** Webhooks that the service took away, and those only forgotten here; tokens that jobs of their own give back, however long the service is away. */
interface Told {
  webhooks: number
  tokens: number
  left: number
}

/** The server's own row beside the administrator's: what became of the leave, in this attempt. */
async function recordTold(row: InstallationRow, told: Told): Promise<void> {
  if (told.webhooks + told.tokens + told.left === 0) return
  await record({
    communityId: row.community_id,
    action: 'integration.closed',
    subject: 'integration',
    subjectId: row.id,
    after: { ...told },
  })
}

/** Before the tokens are given back: it needs them. */
async function unsubscribe(
  row: InstallationRow,
  last: boolean,
  told: Told,
  receiptId: string | undefined,
): Promise<void> {
  const events = findListed(row.integration_id)?.connector.events
  const spoken = await spokenOf(row, receiptId, 'webhook')
  for (const subscription of await subscriptionsOf(row.community_id, row.id)) {
    if (row.state === 'enabled' && !spoken.has(subscription.id)) continue
    if (subscription.external_id && events?.unsubscribe) {
      const answered = (answer: 'waiting' | 'taken' | 'not_taken' | 'given_up', detail: string | null) =>
        answerWebhook(row, receiptId, subscription.id, answer, detail)
      const gone = await unlessAway(
        last,
        async () => {
          await events.unsubscribe?.(await clientOf(row, subscription), asSubscription(subscription))
          await answered('taken', null)
          return true
        },
        answered,
      )
      told[gone ? 'webhooks' : 'left']++
    } else if (subscription.external_id) await answerWebhook(row, receiptId, subscription.id, 'not_taken', 'no_way')
    await deleteSubscription(row.community_id, subscription.id)
  }
}

/** What is forgotten here is given back by jobs of its own, however long the service is away. */
async function giveBackTokens(
  row: InstallationRow,
  everybody: boolean,
  told: Told,
  receiptId: string | undefined,
): Promise<void> {
  const spoken = await spokenOf(row, receiptId, 'account')
  for (const account of await accountsOfInstallation(row.community_id, row.id)) {
    if (account.member_id !== row.bot_id && !everybody) continue
    if (row.state === 'enabled' && !spoken.has(account.id)) continue
    await transaction(async () => {
      await deleteAccount(row.community_id, account.id)
      const line = receiptId && { receiptId, accountId: account.id }
      await askToRevoke(row, openTokens(account.id, account.tokens), line || undefined)
    })
    told.tokens++
  }
}

/** A refusal is an answer; only a service that gives none is worth asking again. Answers whether the service took it. */
async function unlessAway(
  last: boolean,
  leave: () => Promise<boolean>,
  answered: (answer: 'waiting' | 'not_taken' | 'given_up', detail: string) => Promise<void> = async () => {},
): Promise<boolean> {
  try {
    return await leave()
  } catch (error) {
    const refused = error instanceof AccountNeeded || error instanceof ServiceRefused
    await answered(refused ? 'not_taken' : last ? 'given_up' : 'waiting', problemOf(error))
    if (!last && !refused) throw error
    return false
  }
}

/** Of what was there at that moment: what came since belongs to who enabled it again. */
const spokenOf = async (row: InstallationRow, receiptId: string | undefined, kind: 'account' | 'webhook') =>
  receiptId ? subjectsOf(row.community_id, receiptId, kind) : new Set<string>()

async function answerWebhook(
  row: InstallationRow,
  receiptId: string | undefined,
  subjectId: string,
  answer: 'waiting' | 'taken' | 'not_taken' | 'given_up',
  detail: string | null,
): Promise<void> {
  if (receiptId)
    await answerReceipt({ communityId: row.community_id, receiptId, kind: 'webhook', subjectId }, answer, detail)
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

/** Who made it keeps it alive and takes it away. */
const clientOf = (row: InstallationRow, { member_id }: SubscriptionRow): Promise<Client<never>> =>
  clientFor(row, member_id ?? row.bot_id)

const asSubscription = (row: SubscriptionRow): Subscription => ({
  externalId: row.external_id,
  ...(row.sealed && { secret: openText(row.sealed, secretContext(row.installation_id)) }),
  ...(row.expires_at && { expiresAt: row.expires_at.getTime() }),
  ...(row.item && { item: row.item }),
})

const problemOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 300)
