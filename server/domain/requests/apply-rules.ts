import type { Listed } from '../../../connectors/catalog.ts'
import { rows, sql } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { record } from '../audit/record.ts'
import { announceInstallation } from '../integrations/enable-integration.ts'
import { groupsSeen, type InstallationRow, installationOf, replaceGrant } from '../integrations/installations.sql.ts'
import { closeRequest } from './close-request.ts'
import { judge } from './judge.ts'
import type { Policy } from './policies.sql.ts'
import type { Locked } from './requests.sql.ts'
import { settleWaiting } from './settle-requests.ts'

/**
 * Lets the rules decide, in the open transaction; answers whether they did. A rule approves by itself only what needs nobody's hand: an integration that
 * is enabled here already, in groups that whoever made the rules sees. Everything else is left to people, and all of it once the maker of the rules
 * manages integrations no longer. A rule has a word only to whoever asks now: whoever waited before it was there waits for people, and nobody gets it into a
 * group that is not theirs.
 */
export async function applyRules(
  actor: Person,
  request: Locked,
  listed: Listed,
  policy: Policy,
  groupIds: readonly string[],
  { othersWait }: { readonly othersWait: boolean },
): Promise<boolean> {
  if (request.state !== 'open' || policy.rules.length === 0 || policy.changedBy === null || !policy.inForce)
    return false
  const { communityId } = actor
  const row = await installationOf(communityId, request.integration_id, { lock: true })
  const enabled = row?.state === 'enabled' && row.connection !== 'pending' ? row : undefined
  const { outcome, reason, rule } = judge(policy.rules, listed, { enabledHere: enabled !== undefined })
  const audited = { communityId, subject: 'request', subjectId: request.id }
  if (outcome === 'decline') {
    if (othersWait) return false
    await closeRequest(communityId, request, 'declined', { by: null, note: reason })
    await record({
      ...audited,
      action: 'request.declined',
      after: { integration: request.integration_id, rule, reason },
    })
    return true
  }
  if (outcome !== 'approve' || !enabled) return false
  const added = await widen(enabled, policy.changedBy, await groupsOf(actor, groupIds))
  if (added.length === 0) return false
  await record({
    ...audited,
    action: 'request.approved',
    after: { integration: request.integration_id, rule, groupIds: added },
  })
  const whole = await settleWaiting(communityId, request.integration_id, { by: null, note: reason || null })
  return whole || added.length === groupIds.length
}

/** Those that they belong to and that are not put away: what is read from outside is nobody's to open. */
async function groupsOf(actor: Person, groupIds: readonly string[]): Promise<string[]> {
  const found = await rows<{ id: string }>(sql`
    select g.id from memberships m join groups g on g.community_id = m.community_id and g.id = m.group_id and g.archived_at is null
    where m.community_id = ${actor.communityId} and m.member_id = ${actor.memberId} and m.group_id = any(${groupIds}::bigint[])`)
  return found.map(row => row.id)
}

/** Adds the groups that are seen by whoever made the rules; answers which. */
async function widen(row: InstallationRow, madeBy: string, groupIds: readonly string[]): Promise<string[]> {
  if (row.everyone) return []
  const seen = await groupsSeen({ communityId: row.community_id, memberId: madeBy }, groupIds)
  const added = seen.map(group => group.id).filter(id => !row.group_ids.includes(id))
  if (added.length === 0) return []
  const groups = [...row.group_ids, ...added]
  await replaceGrant({
    communityId: row.community_id,
    installationId: row.id,
    permissions: row.permissions,
    everyone: false,
    groupIds: groups,
    grantedBy: madeBy,
  })
  await announceInstallation({ communityId: row.community_id }, row.id)
  await record({
    communityId: row.community_id,
    action: 'integration.grant_changed',
    subject: 'integration',
    subjectId: row.id,
    before: { permissions: row.permissions, everyone: false, groupIds: row.group_ids },
    after: { permissions: row.permissions, everyone: false, groupIds: groups },
  })
  return added
}
