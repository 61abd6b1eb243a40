import { announce } from '../events/announce.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { setActive } from './people.sql.ts'

/** Gives a seat back, or takes it for now: whoever loses it is signed out everywhere, and everybody's screens hear of it. Person or program, the same. */
export async function giveSeat(
  by: { communityId: string; memberId: string },
  person: { id: string; account_id: string | null; role: string },
  active: boolean,
): Promise<void> {
  await setActive(by.communityId, person.id, active)
  if (!active && person.account_id) await endSessions(person.account_id)
  await announceSeat(by, person.id, { active, role: person.role })
}

export const announceSeat = (
  by: { communityId: string; memberId: string },
  memberId: string,
  data: { active: boolean; role: string },
): Promise<void> =>
  announce({
    communityId: by.communityId,
    topic: 'member',
    field: 'seat',
    verb: 'changed',
    subjectId: memberId,
    actorId: by.memberId,
    data,
  })
