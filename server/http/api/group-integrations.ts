import * as contract from '../../../contract/api/group-integrations.ts'
import { followThing, unfollowThing } from '../../domain/inbound/follow.ts'
import { listGroupIntegrations } from '../../domain/inbound/group-integrations.ts'
import { changeNoticeRoute, removeNoticeRoute } from '../../domain/inbound/notice-routes.ts'
import { changeGroupsConfigure } from '../../domain/integrations/change-groups-configure.ts'
import { muteInGroup } from '../../domain/integrations/mute-in-group.ts'
import { listGroupsLeft, putBack } from '../../domain/integrations/put-back.ts'
import { foreseeRemovalFromOneGroup, removeFromOneGroup } from '../../domain/integrations/remove-from-one-group.ts'
import type { ApiDoor } from './serve-route.ts'

export function groupIntegrationRoutes(door: ApiDoor): void {
  door.serve(contract.listGroupIntegrations, ({ actor, params, query }) =>
    listGroupIntegrations(actor, params.groupId, query),
  )
  door.serve(contract.changeNoticeRoute, ({ actor, params, body }) =>
    changeNoticeRoute(actor, params.groupId, params.integrationKey, body),
  )
  door.serve(contract.followThing, async ({ actor, params }) => {
    await followThing(actor, params.subjectId, params.linkKey)
    return {}
  })
  door.serve(contract.unfollowThing, async ({ actor, params }) => {
    await unfollowThing(actor, params.groupId, params.followId)
    return {}
  })
  door.serve(contract.removeNoticeRoute, async ({ actor, params }) => {
    await removeNoticeRoute(actor, params.groupId, params.integrationKey)
    return {}
  })
  door.serve(contract.foreseeRemovalFromGroup, ({ actor, params }) =>
    foreseeRemovalFromOneGroup(actor, params.groupId, params.integrationKey),
  )
  door.serve(contract.removeIntegrationFromGroup, async ({ actor, params }) => {
    await removeFromOneGroup(actor, params.groupId, params.integrationKey)
    return {}
  })
  door.serve(contract.putIntegrationBack, async ({ actor, params }) => {
    await putBack(actor, params.groupId, params.integrationKey)
    return {}
  })
  door.serve(contract.muteIntegration, async ({ actor, params, body }) => {
    await muteInGroup(actor, params.groupId, params.integrationKey, body.muted)
    return {}
  })
  door.serve(contract.listGroupsLeft, ({ actor, params }) => listGroupsLeft(actor, params.integrationKey))
  door.serve(contract.changeGroupsConfigure, async ({ actor, params, body }) => {
    await changeGroupsConfigure(actor, params.integrationKey, body.allowed)
    return {}
  })
}
