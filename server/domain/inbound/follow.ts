import type { Events, Reference, Subscription } from '../../../connectors/connector.ts'
import type { MemberRef } from '../../../contract/api/basics.ts'
import type { Follow } from '../../../contract/api/group-integrations.ts'
import { hookAddress } from '../../platform/addresses.ts'
import { maybe, rows, run, sql, transaction } from '../../platform/db.ts'
import { newToken } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { openText, seal } from '../../platform/secrets.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import { getListed, sayOf } from '../integrations/catalog.ts'
import { demandNoticesChosen } from '../integrations/change-groups-configure.ts'
import { announceInstallation, audited } from '../integrations/enable-integration.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { clientFor } from '../linking/client-for.ts'
import { asViewer } from '../previews/as-viewer.ts'
import { type Claim, claimOf } from '../previews/claim.ts'
import { lookUp, previewClaimed } from '../previews/preview-link.ts'
import { reachesGroup } from '../previews/reach.sql.ts'
import { claimedLink } from '../previews/subject-previews.ts'
import { askToCatchUp } from './catch-up.ts'
import { readAsFollowers } from './catch-ups.sql.ts'
import { keepSubscriptions, stillListens } from './keep-subscriptions.ts'
import { deleteSubscription, secretContext, subscriptionsOf } from './subscriptions.sql.ts'
import { unlessAway } from './told-service.ts'

const most = 50

/** What is kept of a followed thing, sealed. */
interface Content {
  readonly reference: Reference
  readonly url: string
}

const contextOf = (installationId: string): string => `follows:${installationId}`

/** Has the group hear of the changes of what a link names. The service is asked with the installation's own account, which must see the thing. */
export async function followThing(actor: Person, subjectId: string, place: string): Promise<void> {
  const { claim, url, groupId } = await claimedLink(actor, subjectId, place)
  await demand(actor, 'group.route', groupId)
  const events = eventsOf(claim.row)
  const here = await reachesGroup(actor.communityId, claim.row.id, groupId, 'post_notices')
  if (!here || !events?.followed?.includes(claim.reference.kind)) throw new Refusal('not_enabled')
  demandNoticesChosen(actor, claim.row)
  const item = await demandItem(actor, claim, groupId, url)
  const content: Content = { reference: claim.reference, url }
  await transaction(async () => {
    const made = await maybe<{ id: string }>(sql`
      insert into follows (community_id, installation_id, group_id, item, content, made_by)
      values (${actor.communityId}, ${claim.row.id}, ${groupId}, ${item}, ${seal(JSON.stringify(content), contextOf(claim.row.id))}, ${actor.memberId})
      on conflict do nothing returning id`)
    const routed = await routeEverything(actor, claim, groupId)
    // Whoever began it here has it followed already, for its card alone.
    if (!made && routed === 0) return
    if (made && events.follow)
      await enqueue({
        communityId: actor.communityId,
        kind: 'follow-thing',
        payload: { followId: made.id },
        installationId: claim.row.id,
      })
    await announceInstallation(actor, claim.row.id)
    await record({ ...audited(actor, 'integration.followed', claim.row.id), after: { groupId } })
  })
  // What is found by asking is known from now on.
  if (events.catchUp) await askToCatchUp(actor.communityId, claim.row.id)
}

/** What the thing is called in notices; refused where the account that will read it does not see it. */
async function demandItem(actor: Person, claim: Claim, groupId: string, url: string): Promise<string> {
  const service = sayOf(claim.listed, actor.language, 'name')
  if (!readAsFollowers(claim.row)) {
    const item = await itemOf(claim, claim.row.bot_id)
    if (!item) throw new Refusal('cannot_follow', { service })
    return item
  }
  const item = await asViewer(actor, claim.listed, claim.row, () => itemOf(claim, actor.memberId))
  const known = await maybe(sql`
    select from follows
    where community_id = ${actor.communityId} and installation_id = ${claim.row.id} and group_id = ${groupId} and item = ${item ?? ''}`)
  // Whoever follows it here already reads it for the whole group.
  if (item && (known || (await lookUp(actor, claim, url)).outcome.state === 'shown')) return item
  throw new Refusal('cannot_follow_yours', { service })
}

/** What a member began for a group is followed there, where its service has to be told of each thing. */
export async function followBegun(
  communityId: string,
  installationId: string,
  { groupId, url, memberId }: { groupId: string; url: string; memberId: string },
): Promise<void> {
  const row = await installationById(communityId, installationId)
  if (row?.state !== 'enabled' || !eventsOf(row)?.follow) return
  const claim = await claimOf(communityId, url)
  const item = claim?.row.id === row.id ? await itemOf(claim, readerOf(row, memberId)) : undefined
  if (!claim || !item) return
  const content: Content = { reference: claim.reference, url }
  const made = await maybe<{ id: string }>(sql`
    insert into follows (community_id, installation_id, group_id, item, content, made_by)
    values (${communityId}, ${row.id}, ${groupId}, ${item}, ${seal(JSON.stringify(content), contextOf(row.id))}, ${memberId})
    on conflict do nothing returning id`)
  if (made) await tellFollowed(communityId, made.id)
}

/** Who follows for the first time hears of everything, each after the service let them see it; the route can be narrowed later. */
async function routeEverything(actor: Person, { row, listed }: Claim, groupId: string): Promise<number> {
  return run(sql`
    insert into notice_routes (community_id, installation_id, group_id, events, audience, made_by)
    values (${actor.communityId}, ${row.id}, ${groupId}, ${listed.connector.events?.kinds ?? []}::text[], 'checked', ${actor.memberId})
    on conflict do nothing`)
}

export async function unfollowThing(actor: Person, groupId: string, followId: string): Promise<void> {
  await demand(actor, 'group.route', groupId)
  await transaction(async () => {
    const gone = await maybe<{ installation_id: string; item: string }>(sql`
      delete from follows where community_id = ${actor.communityId} and group_id = ${groupId} and id = ${followId}
      returning installation_id, item`)
    const row = gone && (await installationById(actor.communityId, gone.installation_id))
    if (!gone || !row) throw new Refusal('not_found')
    demandNoticesChosen(actor, row)
    await enqueue({
      communityId: actor.communityId,
      kind: 'unfollow-thing',
      payload: { item: gone.item },
      installationId: gone.installation_id,
    })
    await announceInstallation(actor, gone.installation_id)
    await record({ ...audited(actor, 'integration.unfollowed', gone.installation_id), before: { groupId } })
  })
}

/** Tells the service about a thing that is followed now, where it wants to know of each. */
export async function tellFollowed(communityId: string, followId: string): Promise<void> {
  const follow = await maybe<{ installation_id: string; item: string; content: Buffer; made_by: string }>(
    sql`select installation_id, item, content, made_by from follows where community_id = ${communityId} and id = ${followId}`,
  )
  const row = follow && (await installationById(communityId, follow.installation_id))
  const events = row?.state === 'enabled' ? eventsOf(row) : undefined
  if (!follow || !row || !events?.follow) return
  if ((await subscriptionsOf(communityId, row.id)).some(one => one.item === follow.item)) return
  const { reference } = open(row.id, follow.content)
  const secret = newToken()
  const at = { url: hookAddress(row.inbound_key), secret }
  const reader = readerOf(row, follow.made_by)
  const client = await clientFor(row, reader)
  const made = await events.follow(client, { item: follow.item, reference }, at)
  const memberId = reader === row.bot_id ? null : reader
  for (const one of await keepFollowed(row, { item: follow.item, memberId, secret }, made))
    await unlessAway(true, async () => {
      await events.unsubscribe?.(client, one)
      return true
    })
  await askToCatchUp(communityId, row.id)
}

/**
 * Answers those that are of no use: another group followed the same thing first, or it was switched off or moved meanwhile. Some services know one
 * webhook a thing, and then both made the same.
 */
function keepFollowed(
  row: InstallationRow,
  { item, memberId, secret }: { item: string; memberId: string | null; secret: string },
  made: readonly Subscription[],
): Promise<readonly Subscription[]> {
  return transaction(async () => {
    if (!(await stillListens(row))) return made
    const before = (await subscriptionsOf(row.community_id, row.id)).filter(one => one.item === item)
    if (before.length > 0) return made.filter(one => !before.some(known => known.external_id === one.externalId))
    await keepSubscriptions(row, made, { secret, item, memberId })
    return []
  })
}

/** Takes leave of a thing that no group follows any more. */
export async function tellUnfollowed(communityId: string, installationId: string, item: string): Promise<void> {
  const still = await maybe(
    sql`select from follows where community_id = ${communityId} and installation_id = ${installationId} and item = ${item}`,
  )
  const row = still ? undefined : await installationById(communityId, installationId)
  if (!row) return
  for (const one of (await subscriptionsOf(communityId, row.id)).filter(found => found.item === item)) {
    const secret = one.sealed ? { secret: openText(one.sealed, secretContext(row.id)) } : {}
    const known = { externalId: one.external_id, item, ...secret }
    await eventsOf(row)?.unsubscribe?.(await clientFor(row, one.member_id ?? row.bot_id), known)
    await deleteSubscription(communityId, one.id)
  }
}

/** What the group follows at this service. A title is content: each reader gets it from the service, or not at all. */
export async function listFollows(actor: Person, groupId: string, row: InstallationRow): Promise<Follow[]> {
  const found = await rows<{ id: string; content: Buffer; made_at: Date; made_by: MemberRef }>(sql`
    select f.id, f.content, f.made_at,
      ${memberRef(sql`m`)} as made_by
    from follows f join members m on m.community_id = f.community_id and m.id = f.made_by
    where f.community_id = ${actor.communityId} and f.installation_id = ${row.id} and f.group_id = ${groupId}
    order by f.id desc limit ${most}`)
  return Promise.all(
    found.map(async follow => {
      const { url } = open(row.id, follow.content)
      const claim = await claimOf(actor.communityId, url)
      const preview = claim?.row.id === row.id ? await previewClaimed(actor, groupId, claim, url) : undefined
      const shown = preview?.state === 'shown' ? preview.card : undefined
      return {
        id: follow.id,
        title: shown?.title ?? null,
        url: shown?.url ?? null,
        madeBy: follow.made_by,
        madeAt: follow.made_at.toISOString(),
      }
    }),
  )
}

const open = (installationId: string, content: Buffer): Content =>
  JSON.parse(openText(content, contextOf(installationId)))

const eventsOf = (row: InstallationRow): Events<never> | undefined =>
  getListed(row.integration_id).connector.events as Events<never> | undefined

/** Whose account reads what this member follows. */
const readerOf = (row: InstallationRow, memberId: string): string => (readAsFollowers(row) ? memberId : row.bot_id)

/** As the account sees it that will read it; from the address alone where the connector needs nobody for that. */
async function itemOf({ listed, row, reference }: Claim, readerId: string): Promise<string | undefined> {
  const events = listed.connector.events as Events<never> | undefined
  if (!events?.itemOf) return listed.connector.links?.item?.(reference)
  return events.itemOf(reference, await clientFor(row, readerId))
}
