import type { HookRequest, Reading } from '../../../connectors/connector.ts'
import { maybe, run, sql } from '../../platform/db.ts'
import { openText } from '../../platform/secrets.ts'
import { getListed, placeOf } from '../integrations/catalog.ts'
import { wholeSettings } from '../integrations/credentials.ts'
import { type InstallationRow, installationById } from '../integrations/installations.sql.ts'
import { forgetAccount } from '../linking/break-account.ts'
import { requestContext } from './accept-event.ts'
import { askToCatchUp } from './catch-up.ts'
import { deliverNotice } from './deliver-notice.ts'

type Outcome = 'posted' | 'ignored' | 'unrecognised' | 'refused' | 'parked' | 'cancelled'

interface Waiting {
  id: string
  community_id: string
  installation_id: string
  outcome: string
  request: Buffer
}

/**
 * Reads one accepted event and posts it, by the installation's bot, in every group that asked for it and is in scope now. Runs any number of times
 * with one effect: a post carries the event's and the group's ids as its key.
 */
export async function postNotice(communityId: string, inboundEventId: string): Promise<void> {
  const event = await maybe<Waiting>(sql`
    select id, community_id, installation_id, outcome, request from inbound_events where community_id = ${communityId} and id = ${inboundEventId}`)
  if (event?.outcome !== 'waiting') return
  const row = await installationById(communityId, event.installation_id)
  if (row?.state !== 'enabled') return settle(event, 'cancelled', null, null)
  const reading = read(row, event)
  if (reading.is === 'unrecognised') return settle(event, 'unrecognised', null, reading.reason)
  if (reading.is === 'ignored') return settle(event, 'ignored', reading.event, reading.reason)
  if (reading.is === 'changed') {
    await askToCatchUp(communityId, row.id)
    return settle(event, 'ignored', reading.event, 'read_again')
  }
  if (reading.is === 'account_ended') {
    await forgetAccount(row, reading.externalId)
    return settle(event, 'ignored', null, 'account_ended')
  }
  const delivered = await deliverNotice(row, event.id, reading.notice)
  if (delivered === 'no_route') return settle(event, 'ignored', reading.notice.event, 'no_route')
  await (delivered === 'posted'
    ? settle(event, 'posted', reading.notice.event, null)
    : settle(event, 'refused', reading.notice.event, 'out_of_scope'))
}

/** What came at the door, or what catching up made of it. */
type KeptRequest = (Omit<HookRequest, 'body'> & { body: string }) | { reading: Reading }

/** What an event says. A connector's reading is total, but an event we cannot even open is kept and shown, not lost. */
function read(row: InstallationRow, event: Waiting): Reading {
  const listed = getListed(row.integration_id)
  const kept = JSON.parse(openText(event.request, requestContext(row.id))) as KeptRequest
  if ('reading' in kept) return kept.reading
  const request: HookRequest = { ...kept, body: Buffer.from(kept.body, 'base64') }
  return (
    listed.connector.events?.read(request, placeOf(listed, wholeSettings(row))) ?? {
      is: 'unrecognised',
      reason: 'no_events',
    }
  )
}

async function settle(event: Waiting, outcome: Outcome, kind: string | null, reason: string | null): Promise<void> {
  await run(sql`
    update inbound_events set outcome = ${outcome}, event = ${kind}, reason = ${reason}, settled_at = now()
    where community_id = ${event.community_id} and id = ${event.id} and outcome = 'waiting'`)
}

/** A job that failed too often: the event is parked with its reason, and can be replayed. */
export async function parkEvent(communityId: string, inboundEventId: string, problem: string): Promise<void> {
  await run(sql`
    update inbound_events set outcome = 'parked', reason = ${problem.slice(0, 300)}, settled_at = now()
    where community_id = ${communityId} and id = ${inboundEventId} and outcome = 'waiting'`)
}
