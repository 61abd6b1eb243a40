import type { Person as PersonAnswer } from '../../../contract/api/people.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import type { PersonRow } from './people.sql.ts'

/** May the actor touch this person's seat? Those who hold rights of administration are for system administrators only. */
export const mayTouch = (actor: Person, person: PersonRow): boolean =>
  mayInCommunity(actor, 'people.manage') && (person.role === 'member' || mayInCommunity(actor, 'people.govern'))

export function presentPerson(actor: Person, row: PersonRow): PersonAnswer {
  const touch = mayTouch(actor, row)
  const self = row.id === actor.memberId
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    title: row.title,
    department: row.department,
    picture: row.picture,
    role: row.role,
    state: row.active ? (row.claimed ? 'active' : 'invited') : 'deactivated',
    joinedAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    may: {
      changeRole: row.active && mayInCommunity(actor, 'people.govern'),
      deactivate: row.active && touch && !self,
      restore: !row.active && touch,
      resetLink: row.active && touch,
    },
  }
}
