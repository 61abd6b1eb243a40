import type { Person as PersonAnswer } from '../../../contract/api/people.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { endSessions } from '../identity/end-sessions.ts'
import { announceSeat, giveSeat } from './give-seat.ts'
import { audited } from './invite-person.ts'
import { found, onePerson } from './list-people.ts'
import { lockOwners, lockPerson, type PersonRow, setRole } from './people.sql.ts'
import { mayTouch } from './present-person.ts'

/** Gives a person another role in the community. Their sessions end where rights were taken or given, and they sign in anew. */
export async function changeRole(actor: Person, memberId: string, role: CommunityRole): Promise<PersonAnswer> {
  demandInCommunity(actor, 'people.govern')
  return transaction(async () => {
    const owners = await lockOwners(actor.communityId)
    const person = found(await lockPerson(actor.communityId, memberId))
    demandStillOwner(owners, actor)
    if (person.role === role) return onePerson(actor, memberId)
    if (role !== 'system_administrator') demandOwnerLeft(owners, memberId)
    await setRole(actor.communityId, memberId, role)
    if (person.account_id)
      await endSessions(person.account_id, memberId === actor.memberId ? { except: actor.sessionId } : {})
    await announceSeat(actor, memberId, { active: person.active, role })
    await record({ ...audited(actor, 'person.role_changed', memberId), before: { role: person.role }, after: { role } })
    return onePerson(actor, memberId)
  })
}

/** Takes the seat away for now: sessions end, nothing written by the person goes. */
export async function deactivatePerson(actor: Person, memberId: string): Promise<PersonAnswer> {
  demandInCommunity(actor, 'people.manage')
  if (memberId === actor.memberId) throw new Refusal('not_yourself')
  return transaction(async () => {
    const owners = await lockOwners(actor.communityId)
    const person = found(await lockPerson(actor.communityId, memberId))
    if (!mayTouch(actor, person)) throw new Refusal('forbidden')
    if (!person.active) return onePerson(actor, memberId)
    demandOwnerLeft(owners, memberId)
    return seat(actor, person, false)
  })
}

/** Gives the seat back, with everything it had. */
export async function restorePerson(actor: Person, memberId: string): Promise<PersonAnswer> {
  demandInCommunity(actor, 'people.manage')
  return transaction(async () => {
    await lockOwners(actor.communityId)
    const person = found(await lockPerson(actor.communityId, memberId))
    if (!mayTouch(actor, person)) throw new Refusal('forbidden')
    return person.active ? onePerson(actor, memberId) : seat(actor, person, true)
  })
}

/** Who lost the right while they waited has it no more. */
function demandStillOwner(owners: readonly { id: string }[], actor: Person): void {
  if (!owners.some(owner => owner.id === actor.memberId)) throw new Refusal('forbidden')
}

/** The last one who holds all rights stays, whatever the path (threats.md A29). */
function demandOwnerLeft(owners: readonly { id: string }[], memberId: string): void {
  if (owners.some(owner => owner.id === memberId) && owners.length === 1) throw new Refusal('last_owner')
}

async function seat(actor: Person, person: PersonRow, active: boolean): Promise<PersonAnswer> {
  await giveSeat(actor, person, active)
  await record(audited(actor, active ? 'person.restored' : 'person.deactivated', person.id))
  return onePerson(actor, person.id)
}
