import type { DisabledReason, Receipt } from '../../../contract/api/integrations.ts'
import { nowDate } from '../../platform/clock.ts'
import { one, type Sql, sql, transaction } from '../../platform/db.ts'
import { cancelJobs, enqueue } from '../../platform/jobs.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { hideProgram, type Written, writtenBy } from './delete-custom.ts'
import { announceInstallation, audited, current, demandInstallation } from './enable-integration.ts'
import { dropPassedEnd } from './ends.sql.ts'
import { type InstallationRow, setBotActive, setConnection, setState } from './installations.sql.ts'
import { listingOf } from './listings.ts'
import { demandPlan } from './plan.ts'
import { insertReceipt } from './receipts.sql.ts'
import { demandSeen } from './revision.ts'

/**
 * Off is off (design.md rule 3): the state is committed first, and from then on nothing is previewed, accepted or posted; what waited is cancelled;
 * a job then takes the service's webhook and tokens away.
 */
export async function disableIntegration(
  actor: Person,
  integrationId: string,
): Promise<{ row: InstallationRow; receipt: Receipt }> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    const receipt = await switchOff(actor, before, 'disabled')
    await record({
      ...audited(actor, 'integration.disabled', before.id),
      after: { jobsCancelled: receipt.jobsCancelled, groups: receipt.groups, accounts: receipt.linkedAccounts },
    })
    return { row: await current(actor, integrationId), receipt }
  })
}

/**
 * Undo, or a later change of mind: same grant, same settings. Its own sign-in was taken away, so it is pending until the new one. Whoever says which
 * standing they have `seen` does not switch on what somebody else changed, switched off anew or killed since.
 */
export async function restoreIntegration(
  actor: Person,
  integrationId: string,
  seen?: string,
): Promise<InstallationRow> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    if (before.state === 'enabled') return before
    const { needsSignIn, needsPlan, name } = await listingOf(actor.communityId, integrationId)
    if (seen !== undefined) demandSeen(before, seen, name(actor.language))
    if (needsPlan) await demandPlan(actor.communityId)
    await setState(actor.communityId, before.id, 'enabled', null)
    await dropPassedEnd({ communityId: actor.communityId, installationId: before.id }, nowDate())
    await setConnection(actor.communityId, before.id, needsSignIn ? 'pending' : 'none', null)
    await setBotActive(actor.communityId, before.bot_id, true)
    await announceInstallation(actor, before.id)
    await record(audited(actor, 'integration.restored', before.id))
    if (!needsSignIn)
      await enqueue({
        communityId: actor.communityId,
        kind: 'subscribe-connector',
        payload: {},
        installationId: before.id,
      })
    return current(actor, integrationId)
  })
}

export interface Removal extends Written {
  linkedAccounts: number
  routes: number
  notices: number
  groups: number
  tokens: number
}

/** What removing would take away: said before it is done. What a connector posted stays; what a custom integration wrote goes with it. */
export async function foreseeRemoval(actor: Person, integrationId: string): Promise<Removal> {
  demandInCommunity(actor, 'integrations.manage')
  const { origin } = await listingOf(actor.communityId, integrationId)
  const row = await demandInstallation(actor, integrationId)
  const counts = await one<Omit<Removal, keyof Written>>(sql`
    select
      (select count(*)::int from linked_accounts where community_id = ${actor.communityId} and installation_id = ${row.id} and member_id <> ${row.bot_id}) as "linkedAccounts",
      (select count(*)::int from notice_routes where community_id = ${actor.communityId} and installation_id = ${row.id}) as routes,
      (select count(*)::int from notices where community_id = ${actor.communityId} and installation_id = ${row.id}) as notices,
      (select count(*)::int from access_tokens where community_id = ${actor.communityId} and installation_id = ${row.id} and revoked_at is null and (ends_at is null or ends_at > now())) as tokens,
      ${groupsReached(row)} as groups`)
  const written =
    origin === 'custom' ? await writtenBy(actor.communityId, row.id, null) : { posts: 0, comments: 0, messages: 0 }
  return { ...counts, ...written }
}

const groupsReached = (row: InstallationRow): Sql =>
  row.everyone
    ? sql`(select count(*)::int from groups g where g.community_id = ${row.community_id} and not exists (
        select from group_removals x where x.community_id = g.community_id and x.installation_id = ${row.id} and x.group_id = g.id))`
    : sql`${row.group_ids.length}::int`

/**
 * Takes the installation away. A connector's posts stay; its accounts, routes and previews go when the service has been told. A custom integration
 * goes with what it wrote, and can be brought back (undelete-custom.ts).
 */
export async function removeIntegration(actor: Person, integrationId: string): Promise<void> {
  demandInCommunity(actor, 'integrations.manage')
  const { origin } = await listingOf(actor.communityId, integrationId)
  await transaction(async () => {
    const before = await demandInstallation(actor, integrationId)
    await switchOff(actor, before, 'removed')
    if (origin === 'custom') await hideProgram(actor, before)
    await record({ ...audited(actor, 'integration.removed', before.id), before: { integration: integrationId } })
  })
}

/**
 * From here on nothing is done for it or by it, and a receipt says what was stopped. The server itself switches off for disuse, for the plan, or because
 * an end was set. `forGood`: members' accounts at the service are given back as well, as where it is removed, and with them no setting goes.
 */
export async function switchOff(
  actor: { communityId: string; memberId?: string },
  row: InstallationRow,
  state: 'disabled' | 'removed',
  reason: DisabledReason = 'administrator',
  { forGood = false } = {},
): Promise<Receipt> {
  const everybody = forGood || state === 'removed'
  await setState(actor.communityId, row.id, state, reason)
  await setBotActive(actor.communityId, row.bot_id, false)
  const jobsCancelled = await cancelJobs(actor.communityId, row.id)
  const { events, deliveries, accounts, groups } = await one<{
    events: number
    deliveries: number
    accounts: number
    groups: number
  }>(sql`
    with cancelled as (
      update inbound_events set outcome = 'cancelled', settled_at = now()
      where community_id = ${actor.communityId} and installation_id = ${row.id} and outcome = 'waiting' returning 1
    ), untold as (
      update deliveries set outcome = 'cancelled', reason = 'disabled', ended_at = now(), next_at = null
      where community_id = ${actor.communityId} and installation_id = ${row.id} and outcome in ('waiting', 'retrying') returning 1
    )
    select (select count(*)::int from cancelled) as events, (select count(*)::int from untold) as deliveries,
      (select count(*)::int from linked_accounts where community_id = ${actor.communityId} and installation_id = ${row.id}
        and (${everybody} or member_id = ${row.bot_id})) as accounts,
      ${groupsReached(row)} as groups`)
  const stopped = { jobs: Math.max(jobsCancelled, events), events, deliveries, groups }
  const made = { communityId: actor.communityId, installationId: row.id, madeBy: actor.memberId, reason }
  const kind = forGood ? 'killed' : state
  const receiptId = await insertReceipt({ ...made, kind, ...stopped }, { everybody })
  // Not of the installation's own queue, which has just been cancelled: this is the work of taking leave.
  await enqueue({
    communityId: actor.communityId,
    kind: 'close-installation',
    payload: { installationId: row.id, remove: state === 'removed', forGood, receiptId },
  })
  await announceInstallation(actor, row.id)
  return {
    id: receiptId,
    at: nowDate().toISOString(),
    jobsCancelled: Math.max(jobsCancelled, events) + deliveries,
    groups,
    linkedAccounts: accounts,
  }
}
