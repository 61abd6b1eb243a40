/** What a service is told of a subscription with: whose account, in its own words, and what it means that it said no or nothing. */
import { type Client, ServiceRefused, type Subscription } from '../../../connectors/connector.ts'
import { openText } from '../../platform/secrets.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { clientFor } from '../linking/client-for.ts'
import { AccountNeeded } from '../linking/fresh-tokens.ts'
import { type SubscriptionRow, secretContext } from './subscriptions.sql.ts'

/** Who made it keeps it alive and takes it away. */
export const clientOf = (row: InstallationRow, { member_id }: SubscriptionRow): Promise<Client<never>> =>
  clientFor(row, member_id ?? row.bot_id)

export const asSubscription = (row: SubscriptionRow): Subscription => ({
  externalId: row.external_id,
  ...(row.sealed && { secret: openText(row.sealed, secretContext(row.installation_id)) }),
  ...(row.expires_at && { expiresAt: row.expires_at.getTime() }),
  ...(row.item && { item: row.item }),
})

/** A refusal is an answer; only a service that gives none is worth asking again. Answers whether the service took it. */
export async function unlessAway(
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

export const problemOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300)
