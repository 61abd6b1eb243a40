import { maybe, one, rows, sql } from '../../platform/db.ts'
import type { Event, Place } from './event.ts'

interface EventRow {
  community_id: string
  id: string
  xid: string
  topic: Event['topic']
  field: string
  verb: Event['verb']
  subject_id: string
  group_id: string | null
  actor_id: string | null
  data: Record<string, unknown>
  at: Date
  settled: boolean
}

export interface Read {
  readonly events: readonly Event[]
  /** There are more that are committed but not settled yet: worth another look in a moment. */
  readonly more: boolean
}

/**
 * Events after `place`, in order, at most `limit`. Rows at or above the oldest running transaction wait: one with a lower
 * place could still commit (measured: stack.md 12). The order names the table, since the text of an xid sorts 10 before 9.
 */
export async function eventsAfter(place: Place, limit: number): Promise<Read> {
  const found = await rows<EventRow>(sql`
    select community_id, id, xid::text as xid, topic, field, verb, subject_id, group_id, actor_id, data, at,
      xid < pg_snapshot_xmin(pg_current_snapshot()) as settled
    from events
    where (xid, id) > (${place.xid}::xid8, ${place.id}::bigint)
    order by events.xid, events.id limit ${limit}`)
  const settled = found.filter(row => row.settled)
  return { events: settled.map(toEvent), more: settled.length < found.length }
}

/**
 * Can the log be read on from this place without a gap? Not where its event is not kept any more (or never was: a restored database
 * counts anew), nor where more than `most` happened since.
 */
export async function isWithinReach(place: Place, most: number): Promise<boolean> {
  const kept =
    place.id === '0' ||
    (await maybe(sql`select from events where (xid, id) = (${place.xid}::xid8, ${place.id}::bigint)`)) !== undefined
  if (!kept) return false
  const { since } = await one<{ since: number }>(sql`
    select count(*)::int as since from (
      select from events where (xid, id) > (${place.xid}::xid8, ${place.id}::bigint) limit ${most + 1}) as later`)
  return since <= most
}

/** The place after everything that is settled now. */
export async function lastPlace(): Promise<Place> {
  return one<{ xid: string; id: string }>(sql`
    select coalesce(max(xid::text), '0') as xid, coalesce(max(id::text), '0') as id from (
      select xid, id from events where xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid desc, id desc limit 1) as last`)
}

const toEvent = (row: EventRow): Event => ({
  communityId: row.community_id,
  id: row.id,
  xid: row.xid,
  topic: row.topic,
  field: row.field,
  verb: row.verb,
  subjectId: row.subject_id,
  ...(row.group_id && { groupId: row.group_id }),
  ...(row.actor_id && { actorId: row.actor_id }),
  data: row.data,
  at: row.at,
})
