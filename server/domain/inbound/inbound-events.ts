import type { InboundEvent } from '../../../contract/api/integrations.ts'
import { reasons } from '../../../contract/reasons.ts'
import { readIdCursor, writeCursor } from '../../platform/cursor.ts'
import { maybe, none, rows, run, sql, transaction } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { Refusal } from '../../platform/refusal.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { getListed, hasSentence, sayOf } from '../integrations/catalog.ts'
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

/** What the service sent, newest first, as the administrator sees it: outcome and reason in their words, never the request. */
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
  return {
    items: page.map(found => present(actor, integrationId, found)),
    next: found.length > limit && last ? writeCursor(last.id) : null,
  }
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
    return present(actor, integrationId, { ...found, outcome: 'waiting', reason: null, settled_at: null })
  })
}

function present({ language }: Person, integrationId: string, row: EventRow): InboundEvent {
  const listed = getListed(integrationId)
  const word = row.event !== null && hasSentence(listed, `event.${row.event}`)
  // What older versions wrote is of no list, and of no language.
  const reason = reasons.find(one => one === row.reason) ?? null
  return {
    id: row.id,
    event: word ? sayOf(listed, language, `event.${row.event}`) : null,
    theirName: word ? null : row.event,
    outcome: row.outcome,
    reason,
    sentence: reason && say(language, `reasons.${reason}`),
    receivedAt: row.received_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    mayReplay: replayable.has(row.outcome),
  }
}
