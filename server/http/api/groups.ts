import * as contract from '../../../contract/api/groups.ts'
import { appointAdmin } from '../../domain/groups/appoint-admin.ts'
import { archiveGroup, changeGroup, createGroup } from '../../domain/groups/create-group.ts'
import {
  answerGroupRequest,
  changeGroupRole,
  inviteToGroup,
  listGroupMembers,
  listGroupRequests,
  removeFromGroup,
} from '../../domain/groups/group-members.ts'
import { joinGroup, leaveGroup } from '../../domain/groups/join-group.ts'
import { getGroup, listGroups } from '../../domain/groups/list-groups.ts'
import type { ApiDoor } from './serve-route.ts'

export function groupRoutes(door: ApiDoor): void {
  door.serve(contract.listGroups, ({ actor, query }) => listGroups(actor, query))
  door.serve(contract.createGroup, ({ actor, body }) => createGroup(actor, body))
  door.serve(contract.getGroup, ({ actor, params }) => getGroup(actor, params.groupId))
  door.serve(contract.changeGroup, ({ actor, params, body }) => changeGroup(actor, params.groupId, body))
  door.serve(contract.archiveGroup, ({ actor, params }) => archiveGroup(actor, params.groupId, true))
  door.serve(contract.restoreGroup, ({ actor, params }) => archiveGroup(actor, params.groupId, false))
  door.serve(contract.joinGroup, ({ actor, params }) => joinGroup(actor, params.groupId))
  door.serve(contract.leaveGroup, async ({ actor, params }) => ({
    group: (await leaveGroup(actor, params.groupId)) ?? null,
  }))
  door.serve(contract.listGroupMembers, ({ actor, params, query }) => listGroupMembers(actor, params.groupId, query))
  door.serve(contract.inviteToGroup, async ({ actor, params, body }) => {
    await inviteToGroup(actor, params.groupId, body.memberIds)
    return {}
  })
  door.serve(contract.changeGroupRole, ({ actor, params, body }) =>
    changeGroupRole(actor, params.groupId, params.memberId, body.role),
  )
  door.serve(contract.appointAdmin, ({ actor, params, body }) => appointAdmin(actor, params.groupId, body.memberId))
  door.serve(contract.removeFromGroup, async ({ actor, params }) => {
    await removeFromGroup(actor, params.groupId, params.memberId)
    return {}
  })
  door.serve(contract.listGroupRequests, ({ actor, params, query }) => listGroupRequests(actor, params.groupId, query))
  door.serve(contract.answerGroupRequest, async ({ actor, params, body }) => {
    await answerGroupRequest(actor, params.groupId, params.memberId, body.admit)
    return {}
  })
}
