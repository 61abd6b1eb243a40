import type { InboundEvent } from '../../../contract/api/integrations.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { maybe, none, rows, run, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { audited, demandInstallation } from '../integrations/enable-integration.ts'

interface EventRow {
  id: string
  event: string | null
  outcome: string
  reason: string | null
  received_at: Date
  settled_at: Date | null
}

const columns = sql`id, event, outcome, reason, received_at, settled_at`
/** What did not end in a post may be tried again: after a change of routes or scope, or of the connector itself. */
const replayable = new Set(['ignored', 'unrecognised', 'refused', 'parked'])

/** What the service sent, newest first, as the administrator sees it: outcome and reason, never the request. */
export async function listInboundEvents(
  actor: Person,
  integrationId: string,
  query: { after?: string | undefined; limit?: number | undefined; outcome?: string | undefined },
) {
  demandInCommunity(actor, 'integrations.manage')
  const row = await demandInstallation(actor, integrationId)
  const limit = query.limit ?? 25
  const before = readIdCursor(query.after)
  const found = await rows<EventRow>(sql`
    select ${columns} from inbound_events
    where community_id = ${actor.communityId} and installation_id = ${row.id}
      ${query.outcome ? sql`and outcome = ${query.outcome}` : none} ${before ? sql`and id < ${before}::bigint` : none}
    order by id desc limit ${limit + 1}`)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(present), next: found.length > limit && last ? writeCursor(last.id) : null }
}

/** Reads a kept event again, as if it came now; a group that has its post does not get a second one. */
export async function replayInboundEvent(actor: Person, integrationId: string, eventId: string): Promise<InboundEvent> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const row = await demandInstallation(actor, integrationId)
    if (row.state !== 'enabled') throw new Refusal('not_enabled')
    const found = await maybe<EventRow>(sql`
      select ${columns} from inbound_events
      where community_id = ${actor.communityId} and installation_id = ${row.id} and id = ${eventId} for update`)
    if (!found) throw new Refusal('not_found')
    if (!replayable.has(found.outcome)) throw new Refusal('already_settled')
    await run(sql`
      update inbound_events set outcome = 'waiting', reason = null, settled_at = null where community_id = ${actor.communityId} and id = ${eventId}`)
    await enqueue({
      communityId: actor.communityId,
      kind: 'post-notice',
      payload: { inboundEventId: eventId },
      installationId: row.id,
    })
    await record({ ...audited(actor, 'integration.event_replayed', row.id), after: { event: eventId } })
    return present({ ...found, outcome: 'waiting', reason: null, settled_at: null })
  })
}

const present = (row: EventRow): InboundEvent => ({
  id: row.id,
  event: row.event,
  outcome: row.outcome,
  reason: row.reason,
  receivedAt: row.received_at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
  mayReplay: replayable.has(row.outcome),
})
