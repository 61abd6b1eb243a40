import type { Group } from '../../../contract/api/groups.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Actor, Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { groupRules } from '../access/rules.ts'
import { announce } from '../events/announce.ts'
import { forgetUnseen } from '../notifications/notifications.sql.ts'
import { notify } from '../notifications/notify.ts'
import { lockGroup } from './groups.sql.ts'
import { getGroup } from './list-groups.ts'
import { adminsOf, deleteMembership, deleteOffer, insertMembership, insertOffers } from './memberships.sql.ts'

/** Joins an open group, takes up an invitation, or asks to join a closed one. */
export async function joinGroup(actor: Person, groupId: string): Promise<Group> {
  const facts = await demand(actor, 'group.see', groupId)
  if (facts.membership) return getGroup(actor, groupId)
  if (facts.archived) throw new Refusal('group_archived')
  return transaction(async () => {
    if (groupRules['group.join'](facts)) await admit(actor, groupId, actor.memberId)
    else if (groupRules['group.ask'](facts)) await ask(actor, groupId)
    else throw new Refusal('forbidden')
    return getGroup(actor, groupId)
  })
}

/** Leaves the group, takes back the question, or declines the invitation. What was a secret group to them then is none: nothing is answered. */
export async function leaveGroup(actor: Person, groupId: string): Promise<Group | undefined> {
  const facts = await demand(actor, 'group.see', groupId)
  return transaction(async () => {
    if (facts.membership) await removeMember(actor, groupId, actor.memberId)
    else await withdrawOffer(actor, groupId, actor.memberId, null)
    return facts.privacy === 'secret' ? undefined : getGroup(actor, groupId)
  })
}

export async function admit(actor: Actor, groupId: string, memberId: string): Promise<void> {
  const added = await insertMembership(actor.communityId, groupId, memberId, 'member')
  if (added > 0) await announceMembership(actor, groupId, memberId, 'created')
}

/** Takes an offer back, or says no to it; answers whether there was one. */
export async function withdrawOffer(
  actor: Actor,
  groupId: string,
  memberId: string,
  kind: 'asked' | 'invited' | null,
): Promise<boolean> {
  if ((await deleteOffer(actor.communityId, groupId, memberId, kind)) === 0) return false
  await forgetUnseen(actor.communityId, groupId)
  await announceMembership(actor, groupId, memberId, 'deleted', 'offers')
  return true
}

/** Takes a membership away; the last admin stays, whatever twenty requests try at once. */
export async function removeMember(actor: Actor, groupId: string, memberId: string): Promise<void> {
  await lockGroup(actor.communityId, groupId)
  await demandAdminLeft(actor, groupId, memberId)
  const removed = await deleteMembership(actor.communityId, groupId, memberId)
  if (removed === 0) return
  await forgetUnseen(actor.communityId, groupId)
  await announceMembership(actor, groupId, memberId, 'deleted')
}

/** The group's row must be locked. */
export async function demandAdminLeft(actor: Actor, groupId: string, memberId: string): Promise<void> {
  const admins = await adminsOf(actor.communityId, groupId)
  if (admins.length === 1 && admins[0]?.member_id === memberId) throw new Refusal('last_group_admin')
}

/** `offers`: a question or an invitation, not yet a membership. */
export const announceMembership = (
  actor: Actor,
  groupId: string,
  memberId: string,
  verb: 'created' | 'changed' | 'deleted',
  field: 'members' | 'offers' = 'members',
): Promise<void> =>
  announce({
    communityId: actor.communityId,
    topic: 'membership',
    field,
    verb,
    subjectId: memberId,
    groupId,
    actorId: actor.memberId,
  })

async function ask(actor: Person, groupId: string): Promise<void> {
  const asked = await insertOffers(actor.communityId, groupId, [actor.memberId], 'asked', actor.memberId)
  if (asked.length === 0) return
  await announceMembership(actor, groupId, actor.memberId, 'created', 'offers')
  const admins = await adminsOf(actor.communityId, groupId)
  await notify(actor, {
    kind: 'group_asked',
    memberIds: admins.map(admin => admin.member_id),
    groupId,
    subjectId: groupId,
  })
}
