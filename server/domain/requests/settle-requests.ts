import { transaction } from '../../platform/db.ts'
import { findListed } from '../integrations/catalog.ts'
import { type InstallationRow, installationById, installationOf } from '../integrations/installations.sql.ts'
import { closeRequest, type Decision } from './close-request.ts'
import { membersReached, reachedOf } from './reached.sql.ts'
import { type Locked, lockWaiting } from './requests.sql.ts'
import { type SupporterRow, settleSupporters, waitingSupporters } from './supporters.sql.ts'
import { announceRequest, tellOutcome } from './tell.ts'

/** Something changed about an installation: whoever has what they asked for now hears of it. May run twice. */
export async function settleRequests(communityId: string, installationId: string): Promise<void> {
  const row = await installationById(communityId, installationId)
  if (!row || !findListed(row.integration_id)) return
  await transaction(() => settleWaiting(communityId, row.integration_id))
}

/**
 * In the open transaction; answers whether the request is settled as a whole. One that somebody approved ends as soon as the integration is enabled, for
 * everybody. One that nobody decided ends by itself when each has it where they asked for it; until then those who have it leave it.
 */
export async function settleWaiting(communityId: string, integrationId: string, decision?: Decision): Promise<boolean> {
  const request = await lockWaiting(communityId, integrationId)
  if (!request) return false
  const row = await installationOf(communityId, integrationId)
  if (row?.state !== 'enabled' || row.connection === 'pending') return false
  const waiting = await waitingSupporters(communityId, request.id)
  const where = await whereOf(row, waiting)
  const approved = request.state === 'approving'
  if (approved || waiting.every(one => where(one) === 'here')) {
    const made = approved
      ? { by: request.decided_by, note: request.note }
      : (decision ?? { by: row.enabled_by, note: null })
    await closeRequest(communityId, request, 'approved', made, where)
    return true
  }
  await settleSome(
    communityId,
    request,
    waiting.filter(one => where(one) === 'here'),
    decision?.note ?? null,
  )
  return false
}

async function settleSome(
  communityId: string,
  request: Locked,
  have: readonly SupporterRow[],
  note: string | null,
): Promise<void> {
  if (have.length === 0) return
  const memberIds = have.map(one => one.member_id)
  await settleSupporters(communityId, request.id, memberIds)
  const told = have.map(supporter => ({ supporter, where: 'here' }))
  await tellOutcome({ communityId }, request, 'request_approved', told, note)
  await announceRequest(communityId, request, memberIds)
}

/** Has this supporter it where they asked for it: `here`, `partly`, or `elsewhere`? Who named no group has it where it reaches them. */
async function whereOf(row: InstallationRow, waiting: readonly SupporterRow[]): Promise<(one: SupporterRow) => string> {
  const asked = [...new Set(waiting.flatMap(one => one.group_ids))]
  const reached = await reachedOf(row.community_id, row.id, asked)
  const nowhere = waiting.filter(one => one.group_ids.length === 0).map(one => one.member_id)
  const have = await membersReached(row, nowhere)
  return ({ member_id, group_ids }) => {
    if (group_ids.length === 0) return have.has(member_id) ? 'here' : 'elsewhere'
    const had = group_ids.filter(id => reached.has(id)).length
    if (had === group_ids.length) return 'here'
    return had > 0 ? 'partly' : 'elsewhere'
  }
}
