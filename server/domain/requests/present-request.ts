import type { GroupRef } from '../../../contract/api/integrations.ts'
import type { IntegrationRequest } from '../../../contract/api/requests.ts'
import type { Person } from '../access/actor.ts'
import { mayInCommunity } from '../access/may.ts'
import { getListed, sayOf } from '../integrations/catalog.ts'
import { groupsSeen } from '../integrations/installations.sql.ts'
import type { RequestRow } from './requests.sql.ts'
import { type SupporterRow, supporterOf } from './supporters.sql.ts'

export const isWaiting = ({ state }: Pick<RequestRow, 'state'>): boolean => state === 'open' || state === 'approving'

/** A request for this reader: whoever neither supports nor decides it learns how many wait, and nothing else. */
export async function presentRequest(actor: Person, row: RequestRow): Promise<IntegrationRequest> {
  const mine = await supporterOf(actor.communityId, row.id, actor.memberId)
  const groups = mine ? await groupsSeen(actor, mine.group_ids) : []
  return requestFor(actor, row, mine, groups)
}

export function requestFor(
  actor: Person,
  row: RequestRow,
  mine: SupporterRow | undefined,
  groups: readonly GroupRef[],
): IntegrationRequest {
  const decides = mayInCommunity(actor, 'integrations.manage')
  const inside = decides || mine !== undefined
  const waiting = isWaiting(row)
  const listed = getListed(row.integration_id)
  return {
    id: row.id,
    integrationId: row.integration_id,
    name: sayOf(listed, actor.language, 'name'),
    icon: `/api/integrations/${row.integration_id}/icon.svg`,
    state: row.state,
    supporters: row.supporters,
    askedAt: row.asked_at.toISOString(),
    seen: inside && row.seen_by && row.seen_at ? { by: row.seen_by, at: row.seen_at.toISOString() } : null,
    decided: inside && row.decided_at ? { by: row.decided_by, at: row.decided_at.toISOString(), note: row.note } : null,
    mine: mine
      ? {
          reason: mine.reason,
          groups: [...groups],
          askedAt: mine.asked_at.toISOString(),
          has: mine.settled_at !== null,
        }
      : null,
    comments: inside ? row.comments : 0,
    may: {
      withdraw: waiting && mine !== undefined && mine.settled_at === null,
      comment: waiting && inside,
      decide: waiting && decides,
    },
  }
}
