import { forgetUnread } from '../notifications/notifications.sql.ts'
import { type Locked, setRequestState } from './requests.sql.ts'
import { type SupporterRow, settleSupporters, waitingSupporters } from './supporters.sql.ts'
import { announceRequest, tellOutcome } from './tell.ts'

export interface Decision {
  /** null: a rule. */
  readonly by: string | null
  readonly note: string | null
}

/**
 * Ends a request that waits, and tells everybody who does; `where` says what it means for each. Whoever decided, a person, a rule or the integration being
 * there: nobody has to look at it any more.
 */
export async function closeRequest(
  communityId: string,
  request: Locked,
  state: 'approved' | 'declined',
  { by, note }: Decision,
  where: (supporter: SupporterRow) => string = () => 'here',
): Promise<void> {
  const waiting = await waitingSupporters(communityId, request.id)
  const memberIds = waiting.map(one => one.member_id)
  await setRequestState(communityId, request.id, state, by, note)
  if (state === 'approved') await settleSupporters(communityId, request.id, memberIds)
  await forgetUnread(communityId, 'request_made', request.id)
  const told = waiting.map(supporter => ({ supporter, where: where(supporter) }))
  await tellOutcome(
    { communityId },
    request,
    state === 'approved' ? 'request_approved' : 'request_declined',
    told,
    note,
  )
  await announceRequest(communityId, request, memberIds)
}
