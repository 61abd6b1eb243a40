import type { HandedLink } from '../../../contract/api/people.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { handOverLink } from './hand-over-link.ts'
import { found, onePerson } from './list-people.ts'
import { insertPerson, lockPerson, type PersonRow } from './people.sql.ts'
import { mayTouch } from './present-person.ts'

/** Gives a seat to somebody who has yet to claim it, and makes the link by which they do. */
export async function invitePerson(
  actor: Person,
  given: { name: string; email: string; role: CommunityRole },
  linkTo: LinkTo,
): Promise<HandedLink> {
  demandInCommunity(actor, given.role === 'member' ? 'people.manage' : 'people.govern')
  const name = visibleText('name', given.name)
  return transaction(async () => {
    const made = await insertPerson({
      communityId: actor.communityId,
      name,
      email: given.email.trim(),
      role: given.role,
    })
    if (!made) throw new Refusal('email_taken')
    await announce({
      communityId: actor.communityId,
      topic: 'member',
      field: 'members',
      verb: 'created',
      subjectId: made.id,
      actorId: actor.memberId,
    })
    await record({
      ...audited(actor, 'person.invited', made.id),
      after: { name, email: given.email, role: given.role },
    })
    return handOver(actor, made.id, 'invitation', linkTo)
  })
}

/** A fresh link: the invitation again for who has not come yet, else a password reset. */
export async function makeLink(actor: Person, memberId: string, linkTo: LinkTo): Promise<HandedLink> {
  demandInCommunity(actor, 'people.manage')
  return transaction(async () => {
    const person = found(await lockPerson(actor.communityId, memberId))
    if (!person.active || !mayTouch(actor, person)) throw new Refusal('forbidden')
    if (person.email === null) throw new Refusal('bad_input', { field: 'email', problem: 'missing' })
    const kind = kindFor(person)
    await record(audited(actor, kind === 'reset' ? 'person.reset_link_made' : 'person.invited_again', memberId))
    return handOver(actor, memberId, kind, linkTo)
  })
}

/** Makes the address of our page from a token; the door knows where the server is. */
export type LinkTo = (token: string) => string

const kindFor = (person: PersonRow): 'invitation' | 'reset' => (person.claimed ? 'reset' : 'invitation')

async function handOver(
  actor: Person,
  memberId: string,
  kind: 'invitation' | 'reset',
  linkTo: LinkTo,
): Promise<HandedLink> {
  const { link, mailed, endsAt } = await handOverLink(actor, await onePerson(actor, memberId), { kind, linkTo })
  return { person: await onePerson(actor, memberId), link, mailed, endsAt: endsAt.toISOString() }
}

export const audited = (actor: Person, action: string, memberId: string) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'person',
  subjectId: memberId,
  ...cameFrom(actor),
})
