import type { Group } from '../../../contract/api/groups.ts'
import { transaction } from '../../platform/db.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demand, demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { announce } from '../events/announce.ts'
import { forgetUnseen } from '../notifications/notifications.sql.ts'
import { announceGroup } from './announce-group.ts'
import { type GroupForm, insertGroup, setArchived, updateGroup } from './groups.sql.ts'
import { getGroup } from './list-groups.ts'

/** Makes a group; its maker is its admin. */
export async function createGroup(actor: Person, form: GroupForm): Promise<Group> {
  demandInCommunity(actor, 'groups.create')
  return transaction(async () => {
    const { id } = await insertGroup(actor, { ...form, name: visibleText('name', form.name) })
    await announce(
      {
        communityId: actor.communityId,
        topic: 'group',
        field: 'groups',
        verb: 'created',
        subjectId: id,
        groupId: id,
        actorId: actor.memberId,
      },
      {
        communityId: actor.communityId,
        topic: 'membership',
        field: 'members',
        verb: 'created',
        subjectId: actor.memberId,
        groupId: id,
        actorId: actor.memberId,
      },
    )
    return getGroup(actor, id)
  })
}

/** Changes what its admins may change; a change of privacy is audited, since it changes who reads. */
export async function changeGroup(actor: Person, groupId: string, form: Partial<GroupForm>): Promise<Group> {
  const before = await demand(actor, 'group.manage', groupId)
  return transaction(async () => {
    await updateGroup(actor.communityId, groupId, {
      ...form,
      ...(form.name !== undefined && { name: visibleText('name', form.name) }),
    })
    await announceGroup(actor, groupId, 'changed', { wasSecret: before.privacy === 'secret' })
    if (form.privacy && form.privacy !== before.privacy) {
      await forgetUnseen(actor.communityId, groupId)
      await record({
        ...audited(actor, 'group.privacy_changed', groupId),
        before: { privacy: before.privacy },
        after: { privacy: form.privacy },
      })
    }
    return getGroup(actor, groupId)
  })
}

/** An archived group can be read; nothing new goes in, integrations neither. */
export async function archiveGroup(actor: Person, groupId: string, archived: boolean): Promise<Group> {
  const before = await demand(actor, 'group.manage', groupId)
  if (before.archived === archived) return getGroup(actor, groupId)
  return transaction(async () => {
    await setArchived(actor.communityId, groupId, archived)
    await announceGroup(actor, groupId)
    await record(audited(actor, archived ? 'group.archived' : 'group.restored', groupId))
    return getGroup(actor, groupId)
  })
}

const audited = (actor: Person, action: string, groupId: string) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'group',
  subjectId: groupId,
  ...cameFrom(actor),
})
