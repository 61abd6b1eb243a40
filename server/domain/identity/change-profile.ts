import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { announce } from '../events/announce.ts'
import { moveSession, type ProfileChange, seatsOf, updateProfile } from './identity.sql.ts'

/** One's own name, title, department, language and time zone. */
export async function changeProfile(actor: Person, change: ProfileChange): Promise<void> {
  if (change.timeZone && !isTimeZone(change.timeZone))
    throw new Refusal('bad_input', { field: 'timeZone', problem: 'not_offered' })
  await transaction(async () => {
    await updateProfile(actor.communityId, actor.memberId, {
      ...change,
      ...(change.name !== undefined && { name: visibleText('name', change.name) }),
    })
    await announce({
      communityId: actor.communityId,
      topic: 'member',
      field: 'profile',
      verb: 'edited',
      subjectId: actor.memberId,
      actorId: actor.memberId,
    })
  })
}

/** Sits in another community where the account has a seat. */
export async function chooseSeat(actor: Person, communityId: string): Promise<void> {
  const seat = (await seatsOf(actor.accountId)).find(found => found.community_id === communityId)
  if (!seat) throw new Refusal('not_found')
  await moveSession(actor.sessionId, communityId)
}

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
