import * as contract from '../../../contract/api/people.ts'
import { changeRole, deactivatePerson, restorePerson } from '../../domain/community/change-seat.ts'
import { invitePerson, makeLink } from '../../domain/community/invite-person.ts'
import { listPeople } from '../../domain/community/list-people.ts'
import { getProfile, suggestMembers } from '../../domain/community/members.ts'
import { oneTimePage } from '../../platform/addresses.ts'
import type { ApiDoor } from './serve-route.ts'

export function peopleRoutes(door: ApiDoor): void {
  door.serve(contract.listPeople, ({ actor, query }) => listPeople(actor, query))
  door.serve(contract.invitePerson, ({ actor, body }) => invitePerson(actor, body, oneTimePage))
  door.serve(contract.changeRole, ({ actor, params, body }) => changeRole(actor, params.memberId, body.role))
  door.serve(contract.deactivatePerson, ({ actor, params }) => deactivatePerson(actor, params.memberId))
  door.serve(contract.restorePerson, ({ actor, params }) => restorePerson(actor, params.memberId))
  door.serve(contract.makeLink, ({ actor, params }) => makeLink(actor, params.memberId, oneTimePage))
  door.serve(contract.getProfile, ({ actor, params }) => getProfile(actor, params.memberId))
  door.serve(contract.suggestMembers, async ({ actor, query }) => ({
    items: await suggestMembers(actor, query.search, query.groupId, query.limit),
  }))
}
