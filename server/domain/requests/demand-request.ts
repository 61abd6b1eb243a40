import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity, mayInCommunity } from '../access/may.ts'
import { isWaiting } from './present-request.ts'
import { type Locked, lockRequest, type RequestRow, requestById } from './requests.sql.ts'
import { supporterOf } from './supporters.sql.ts'

/** The request, for those who decide and those who support it; to everybody else it is not there. */
export async function demandConcerned(actor: Person, requestId: string): Promise<RequestRow> {
  const row = await requestById(actor.communityId, requestId)
  const concerned =
    row &&
    (mayInCommunity(actor, 'integrations.manage') ||
      (await supporterOf(actor.communityId, requestId, actor.memberId)) !== undefined)
  if (!row || !concerned) throw new Refusal('not_found')
  return row
}

/** The request, kept from others, while it waits and for those who decide. */
export async function demandToDecide(actor: Person, requestId: string): Promise<Locked> {
  demandInCommunity(actor, 'integrations.manage')
  const request = await lockRequest(actor.communityId, requestId)
  if (!request) throw new Refusal('not_found')
  if (!isWaiting(request)) throw new Refusal('already_settled')
  return request
}
