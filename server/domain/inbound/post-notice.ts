import type { HookRequest, Reading } from '../../../connectors/connector.ts'
import type { Reason } from '../../../contract/reasons.ts'
import { maybe, run, sql, transaction } from '../../platform/db.ts'
import { harmless } from '../../platform/harmless.ts'
import { openText } from '../../platform/secrets.ts'
import { getListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { forgetAccount } from '../linking/break-account.ts'
import { requestContext } from './accept-event.ts'
import { askToCatchUp } from './catch-up.ts'
import { deliverNotice } from './deliver-notice.ts'
import { type FreshEvent, takeFresh } from './fresh-events.ts'
import { keepReadings } from './keep-readings.ts'
import { subscriptionEnded } from './subscribe.ts'

type Outcome = 'posted' | 'ignored' | 'unrecognised' | 'refused' | 'parked' | 'cancelled'

/**
 * Reads one accepted event and posts it, by the installation's bot, in every group that asked for it and is in scope now. Runs any number of times
 * with one effect: a post carries the event's and the group's ids as its key.
 */
export async function postNotice(communityId: string, inboundEventId: string): Promise<void> {
  const event = { id: inboundEventId, community_id: communityId }
  const fresh = takeFresh(inboundEventId) ?? (await recorded(communityId, inboundEventId))
  if (!fresh) return
  const { row } = fresh
  if (row.state !== 'enabled') return settle(event, 'cancelled', null, null)
  const reading = 'reading' in fresh ? fresh.reading : read(row, fresh.request)
  if (reading.is === 'unrecognised') return settle(event, 'unrecognised', reading.about ?? null, reading.reason)
  if (reading.is === 'ignored') return settle(event, 'ignored', reading.event, reading.reason)
  if (reading.is === 'changed') {
    await askToCatchUp(communityId, row.id)
    return settle(event, 'ignored', reading.event, 'read_again')
  }
  if (reading.is === 'account_ended') {
    await forgetAccount(row, reading.externalId)
    return settle(event, 'ignored', null, 'account_ended')
  }
  if (reading.is === 'subscription_ended') {
    await subscriptionEnded(row, reading.externalId)
    return settle(event, 'ignored', null, 'subscription_ended')
  }
  if (reading.is === 'several') {
    await transaction(() => keepReadings(row, reading.readings))
    return settle(event, 'ignored', null, 'several')
  }
  const delivered = await deliverNotice(row, event.id, reading.notice)
  if (delivered === 'no_route') return settle(event, 'ignored', reading.notice.event, 'no_route')
  await (delivered === 'posted'
    ? settle(event, 'posted', reading.notice.event, null)
    : settle(event, 'refused', reading.notice.event, 'out_of_scope'))
}

/** What came at the door, or what catching up made of it. */
type KeptRequest = (Omit<HookRequest, 'body'> & { body: string }) | { reading: Reading }

/** The event as it was recorded; nothing where somebody has read it already. */
async function recorded(
  communityId: string,
  id: string,
): Promise<FreshEvent | { row: InstallationRow; reading: Reading } | undefined> {
  const event = await maybe<{ installation_id: string; request: Buffer }>(sql`
    select installation_id, request from inbound_events where community_id = ${communityId} and id = ${id} and outcome = 'waiting'`)
  const row = event && (await installationById(communityId, event.installation_id))
  if (!event || !row) return undefined
  const kept = JSON.parse(openText(event.request, requestContext(row.id))) as KeptRequest
  if ('reading' in kept) return { row, reading: harmless(kept.reading) }
  return { row, request: { ...kept, body: Buffer.from(kept.body, 'base64') } }
}

/** What an event says. A connector's reading is total. */
function read(row: InstallationRow, request: HookRequest): Reading {
  const listed = getListed(row.integration_id)
  const reading = listed.connector.events?.read(request, placeOf(listed, wholeSettings(row)))
  return reading ? harmless(reading) : { is: 'unrecognised', reason: 'no_events' }
}

async function settle(
  event: { id: string; community_id: string },
  outcome: Outcome,
  kind: string | null,
  reason: Reason | null,
): Promise<void> {
  await run(sql`
    update inbound_events set outcome = ${outcome}, event = ${kind}, reason = ${reason}, settled_at = now()
    where community_id = ${event.community_id} and id = ${event.id} and outcome = 'waiting'`)
}

/** A job that failed too often: the event is parked, and can be replayed. What went wrong is the operator's, in the log and in the job's own row. */
export const parkEvent = (communityId: string, inboundEventId: string): Promise<void> =>
  settle({ id: inboundEventId, community_id: communityId }, 'parked', null, 'failed')
