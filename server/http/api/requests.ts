import * as contract from '../../../contract/api/requests.ts'
import { approveRequest } from '../../domain/requests/approve-request.ts'
import { askForIntegration } from '../../domain/requests/ask-for-integration.ts'
import { changePolicy, getPolicy } from '../../domain/requests/change-policy.ts'
import { commentOnRequest, listRequestComments } from '../../domain/requests/comment-on-request.ts'
import { declineRequest, markRequestSeen } from '../../domain/requests/decide-request.ts'
import { getAsking } from '../../domain/requests/get-asking.ts'
import { getRequest, listRequests, listSupporters } from '../../domain/requests/list-requests.ts'
import { rehearseRules } from '../../domain/requests/rehearse-rules.ts'
import { withdrawRequest } from '../../domain/requests/withdraw-request.ts'
import { withSignIn } from './integrations.ts'
import type { ApiDoor } from './serve-route.ts'

export function requestRoutes(door: ApiDoor): void {
  door.serve(contract.getAsking, ({ actor, params }) => getAsking(actor, params.integrationKey))
  door.serve(contract.askForIntegration, ({ actor, body }) => askForIntegration(actor, body))
  door.serve(contract.withdrawRequest, async ({ actor, params }) => {
    await withdrawRequest(actor, params.requestId)
    return {}
  })
  door.serve(contract.listRequestComments, ({ actor, params, query }) =>
    listRequestComments(actor, params.requestId, query),
  )
  door.serve(contract.commentOnRequest, ({ actor, params, body }) =>
    commentOnRequest(actor, params.requestId, body.text),
  )
  door.serve(contract.listRequests, ({ actor, query }) => listRequests(actor, query))
  door.serve(contract.getRequest, ({ actor, params }) => getRequest(actor, params.requestId))
  door.serve(contract.listSupporters, ({ actor, params, query }) => listSupporters(actor, params.requestId, query))
  door.serve(contract.approveRequest, async ({ actor, params, body }) =>
    withSignIn(actor, await approveRequest(actor, params.requestId, body)),
  )
  door.serve(contract.declineRequest, ({ actor, params, body }) => declineRequest(actor, params.requestId, body.reason))
  door.serve(contract.markRequestSeen, ({ actor, params }) => markRequestSeen(actor, params.requestId))
  door.serve(contract.getRequestPolicy, ({ actor }) => getPolicy(actor))
  door.serve(contract.changeRequestPolicy, ({ actor, body }) => changePolicy(actor, body))
  door.serve(contract.rehearseRules, ({ actor, body }) => rehearseRules(actor, body.rules))
}
