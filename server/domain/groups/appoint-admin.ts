import type { Group } from '../../../contract/api/groups.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demand } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { lockGroup } from './groups.sql.ts'
import { announceMembership } from './join-group.ts'
import { getGroup } from './list-groups.ts'
import { adminsOf, insertMembership, membersPage, setGroupRole } from './memberships.sql.ts'

/**
 * Gives a group an admin again after its last one lost their seat: one of its members, or oneself. Only then: where somebody leads,
 * who leads is theirs to say.
 */
export async function appointAdmin(actor: Person, groupId: string, memberId: string): Promise<Group> {
  await demand(actor, 'group.appoint', groupId)
  return transaction(async () => {
    await lockGroup(actor.communityId, groupId)
    if ((await adminsOf(actor.communityId, groupId)).length > 0) throw new Refusal('already_settled')
    const [before] = await membersPage(actor.communityId, groupId, { limit: 1, only: memberId })
    if (!before && memberId !== actor.memberId) throw new Refusal('not_found')
    if (before) await setGroupRole(actor.communityId, groupId, memberId, 'admin')
    else await insertMembership(actor.communityId, groupId, memberId, 'admin')
    await announceMembership(actor, groupId, memberId, before ? 'changed' : 'created')
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'group.admin_appointed',
      subject: 'group',
      subjectId: groupId,
      before: { memberId, role: before?.role ?? null },
      after: { memberId, role: 'admin' },
      ...cameFrom(actor),
    })
    return getGroup(actor, groupId)
  })
}
