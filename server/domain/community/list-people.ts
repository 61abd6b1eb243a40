/**
 * The people of a community, as administrators and as colleagues see them: seats, roles, who may come and go. How somebody proves who they are
 * is in `identity`.
 */
import type { Person as PersonAnswer } from '../../../contract/api/people.ts'
import { readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { type PersonRow, peoplePage, personById } from './people.sql.ts'
import { presentPerson } from './present-person.ts'

export interface PeopleFilter {
  readonly search?: string | undefined
  readonly state?: string | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Admin Panel → People, by name. */
export async function listPeople(
  actor: Person,
  filter: PeopleFilter,
): Promise<{ items: PersonAnswer[]; next: string | null }> {
  demandInCommunity(actor, 'people.manage')
  const limit = filter.limit ?? 25
  const found = await peoplePage({
    communityId: actor.communityId,
    search: filter.search,
    state: filter.state,
    after: readSortCursor(filter.after),
    limit: limit + 1,
  })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(row => presentPerson(actor, row)),
    next: found.length > limit && last ? writeCursor(last.sort, last.id) : null,
  }
}

/** One row of that list, after a change. */
export async function onePerson(actor: Person, memberId: string): Promise<PersonAnswer> {
  return presentPerson(actor, found(await personById(actor.communityId, memberId)))
}

export function found(row: PersonRow | undefined): PersonRow {
  if (!row) throw new Refusal('not_found')
  return row
}
