/** Groups: where people read and write together. Who may do what in one is decided in `access`. */
import type { Group } from '../../../contract/api/groups.ts'
import { readSortCursor, writeCursor } from '../../platform/cursor.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { groupsById, groupsPage } from './groups.sql.ts'
import { presentGroup } from './present-group.ts'

export interface GroupsFilter {
  readonly of?: 'mine' | 'all' | undefined
  readonly search?: string | undefined
  readonly archived?: boolean | undefined
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

export async function listGroups(
  actor: Person,
  filter: GroupsFilter,
): Promise<{ items: Group[]; next: string | null }> {
  const limit = filter.limit ?? 25
  const found = await groupsPage(actor, {
    mine: filter.of === 'mine',
    archived: filter.archived ?? false,
    search: filter.search,
    after: readSortCursor(filter.after),
    limit: limit + 1,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(row => presentGroup(actor, row)),
    next: found.length > limit && last ? writeCursor(last.sort, last.id) : null,
  }
}

export async function getGroup(actor: Person, groupId: string): Promise<Group> {
  const row = (await groupsById(actor, [groupId]))[0]
  if (!row) throw new Refusal('not_found')
  return presentGroup(actor, row)
}
