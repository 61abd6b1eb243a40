import type { RequestToDecide } from '../../../contract/api/requests.ts'
import { transaction } from '../../platform/db.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { cameFrom, record } from '../audit/record.ts'
import { forgetUnread } from '../notifications/notifications.sql.ts'
import { closeRequest } from './close-request.ts'
import { demandToDecide } from './demand-request.ts'
import { getRequest } from './list-requests.ts'
import { setRequestSeen } from './requests.sql.ts'
import { waitingSupporters } from './supporters.sql.ts'
import { announceRequest } from './tell.ts'

/** Says no, with the reason that everybody who asked is told. */
export async function declineRequest(actor: Person, requestId: string, reason: string): Promise<RequestToDecide> {
  const note = visibleText('reason', reason)
  await transaction(async () => {
    const request = await demandToDecide(actor, requestId)
    await closeRequest(actor.communityId, request, 'declined', { by: actor.memberId, note })
    await record(decision(actor, 'request.declined', requestId, { integration: request.integration_id, reason: note }))
  })
  return getRequest(actor, requestId)
}

/** Says that it was looked at: it stands back until somebody else asks, and those who wait read that it was seen. */
export async function markRequestSeen(actor: Person, requestId: string): Promise<RequestToDecide> {
  await transaction(async () => {
    const request = await demandToDecide(actor, requestId)
    await setRequestSeen(actor.communityId, requestId, actor.memberId)
    await forgetUnread(actor.communityId, 'request_made', requestId)
    const waiting = await waitingSupporters(actor.communityId, requestId)
    await announceRequest(
      actor.communityId,
      request,
      waiting.map(one => one.member_id),
    )
    await record(decision(actor, 'request.seen', requestId, { integration: request.integration_id }))
  })
  return getRequest(actor, requestId)
}

export const decision = (actor: Person, action: string, requestId: string, after: Record<string, unknown>) => ({
  communityId: actor.communityId,
  actorId: actor.memberId,
  action,
  subject: 'request',
  subjectId: requestId,
  after,
  ...cameFrom(actor),
})
