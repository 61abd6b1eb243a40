import type { Person } from '../access/actor.ts'
import { personOf } from './actor-of.ts'
import { sessionsById } from './session.sql.ts'

/** Who is still signed in by these sessions, as they are now, by session; one that ended, or whose seat is gone, is absent. */
export async function standingPersons(sessionIds: readonly string[]): Promise<Map<string, Person>> {
  const found = sessionIds.length > 0 ? await sessionsById([...new Set(sessionIds)]) : []
  return new Map(found.map(row => [row.session_id, personOf(row)]))
}
