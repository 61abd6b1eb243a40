import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { forgetUnread } from '../notifications/notifications.sql.ts'
import { demandConcerned } from './demand-request.ts'
import { isWaiting } from './present-request.ts'
import { lockRequest, setRequestState } from './requests.sql.ts'
import { dropSupporter, waitingSupporters } from './supporters.sql.ts'
import { announceRequest } from './tell.ts'

/** Takes one's voice back; a request that nobody supports any more is withdrawn. */
export async function withdrawRequest(actor: Person, requestId: string): Promise<void> {
  await demandConcerned(actor, requestId)
  await transaction(async () => {
    const request = await lockRequest(actor.communityId, requestId)
    if (!request || !isWaiting(request)) throw new Refusal('already_settled')
    if ((await dropSupporter(actor.communityId, requestId, actor.memberId)) === 0) throw new Refusal('not_found')
    const left = await waitingSupporters(actor.communityId, requestId)
    if (left.length === 0) {
      await setRequestState(actor.communityId, requestId, 'withdrawn', actor.memberId, null)
      await forgetUnread(actor.communityId, 'request_made', requestId)
    }
    await announceRequest(actor.communityId, request, [...left.map(one => one.member_id), actor.memberId])
  })
}
