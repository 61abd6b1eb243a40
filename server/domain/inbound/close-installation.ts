import { run, sql, transaction } from '../../platform/db.ts'
import { record } from '../audit/record.ts'
import { findListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { answerReceipt, giveUpReceipt, subjectsOf } from '../integrations/receipts.sql.ts'
import { accountsOfInstallation, deleteAccount, forgetPreviews } from '../linking/accounts.sql.ts'
import { onceRenewed } from '../linking/fresh-tokens.ts'
import { askToRevoke } from '../linking/revoke-grant.ts'
import { openTokens } from '../linking/tokens.ts'
import { deleteSubscription, subscriptionsOf } from './subscriptions.sql.ts'
import { asSubscription, clientOf, unlessAway } from './told-service.ts'

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
  for (const found of await accountsOfInstallation(row.community_id, row.id)) {
    if (found.member_id !== row.bot_id && !everybody) continue
    if (row.state === 'enabled' && !spoken.has(found.id)) continue
    const account = await onceRenewed(found)
    if (!account) continue
    await transaction(async () => {
      await deleteAccount(row.community_id, account.id)
      const line = receiptId && { receiptId, accountId: account.id }
      await askToRevoke(row, openTokens(account.id, account.tokens), account.external_id, line || undefined)
    })
    told.tokens++
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
