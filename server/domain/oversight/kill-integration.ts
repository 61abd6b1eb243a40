import type { StopReceipt } from '../../../contract/api/receipts.ts'
import { rows, run, sql, transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { endTokens } from '../integrations/access-tokens.ts'
import { resetSecret } from '../integrations/apps.ts'
import { switchOff } from '../integrations/disable-integration.ts'
import { audited, demandInstallation } from '../integrations/enable-integration.ts'
import type { InstallationRow } from '../integrations/installations.sql.ts'
import { type Listing, listingOf } from '../integrations/listings.ts'
import { addEnded } from '../integrations/receipts.sql.ts'
import { killSubscriptions } from '../webhooks/subscriptions.sql.ts'
import { getReceipt } from './receipts.ts'

/**
 * The kill switch: off from this commit on, as by disabling, and nothing that anybody holds works ever again: tokens and the secret of a program end here,
 * what it exported is destroyed, addresses of files that it was given open nothing, its webhooks stop until somebody saves them again, the installation's and
 * every member's account is given back at the service. Groups, permissions, settings and what was posted stay. It is thrown again where it is off already:
 * what was only disabled ends then.
 */
export async function killIntegration(actor: Person, integrationId: string): Promise<StopReceipt> {
  demandInCommunity(actor, 'integrations.manage')
  const listing = await listingOf(actor.communityId, integrationId)
  const receiptId = await transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    const { id, linkedAccounts, jobsCancelled, groups } = await switchOff(actor, before, 'disabled', 'administrator', {
      forGood: true,
    })
    const tokens = await endHere(actor, listing, before, id)
    // A sign-in under way would bring an account that no receipt speaks of.
    await run(
      sql`delete from oauth_states where community_id = ${actor.communityId} and installation_id = ${before.id}`,
    )
    await record({
      ...audited(actor, 'integration.killed', before.id),
      after: { receipt: id, tokens, accounts: linkedAccounts, jobsCancelled, groups },
    })
    return id
  })
  return getReceipt(actor, receiptId)
}

/** What is ours to end: answered at once, by nobody else. */
async function endHere(actor: Person, listing: Listing, row: InstallationRow, receiptId: string): Promise<number> {
  if (listing.origin !== 'custom') return 0
  const { communityId } = actor
  const tokens = await rows<{ id: string; made_by: string }>(sql`
    select id, made_by from access_tokens
    where community_id = ${communityId} and installation_id = ${row.id} and revoked_at is null and (ends_at is null or ends_at > now())
    order by id`)
  await endTokens({ communityId, installationId: row.id })
  await resetSecret(listing.id, 0)
  await run(sql`
    update log_ins set ended_at = now() where community_id = ${communityId} and installation_id = ${row.id} and ended_at is null`)
  // Addresses of files and of results open without any token.
  await run(sql`update installations set kills = kills + 1 where community_id = ${communityId} and id = ${row.id}`)
  await run(sql`
    update exports set content = null, status = 'FAILED', ended_at = coalesce(ended_at, now())
    where community_id = ${communityId} and installation_id = ${row.id} and status <> 'FAILED'`)
  const callbacks = await killSubscriptions({ communityId, installationId: row.id })
  await addEnded(communityId, receiptId, [
    { kind: 'secret', subjectId: listing.id, memberId: null },
    ...tokens.map(token => ({ kind: 'token' as const, subjectId: token.id, memberId: token.made_by })),
    ...callbacks.map(({ id, host }) => ({ kind: 'callback' as const, subjectId: id, memberId: null, detail: host })),
  ])
  return tokens.length
}
