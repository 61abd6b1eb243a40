import type { Scope } from '../../../contract/api/integrations.ts'
import type { FormValues } from '../../../contract/form.ts'
import { transaction } from '../../platform/db.ts'
import type { Person } from '../access/actor.ts'
import { record } from '../audit/record.ts'
import { restoreIntegration } from '../integrations/disable-integration.ts'
import { changeGrant, enableIntegration } from '../integrations/enable-integration.ts'
import { demandAhead } from '../integrations/grant.ts'
import { type InstallationRow, installationOf } from '../integrations/installations.sql.ts'
import { forgetUnread } from '../notifications/notifications.sql.ts'
import { decision } from './decide-request.ts'
import { demandToDecide } from './demand-request.ts'
import { type Locked, setRequestState } from './requests.sql.ts'
import { settleWaiting } from './settle-requests.ts'
import { waitingSupporters } from './supporters.sql.ts'
import { announceRequest } from './tell.ts'

export interface Approval {
  readonly permissions: readonly string[]
  readonly scope: Scope
  readonly settings: FormValues
  readonly clientId?: string
  readonly clientSecret?: string
  /** ISO 8601: when what is granted now ends by itself. */
  readonly endsAt?: string
  readonly note?: string
  /** How the integration stood when it was looked at; without: it was not there. */
  readonly revision?: string
}

/**
 * Enables what was asked for with what the consent screen showed. Where the service has to be signed in at, the request waits for that as approved, and
 * everybody hears of it once it works.
 */
export async function approveRequest(actor: Person, requestId: string, approval: Approval): Promise<InstallationRow> {
  const until = approval.endsAt === undefined ? undefined : new Date(approval.endsAt)
  demandAhead(until)
  return transaction(async () => {
    const request = await demandToDecide(actor, requestId)
    const row = await enable(actor, request, approval, until)
    const note = approval.note?.trim() || null
    await setRequestState(actor.communityId, requestId, 'approving', actor.memberId, note)
    await forgetUnread(actor.communityId, 'request_made', requestId)
    const { everyone, group_ids: groupIds } = row
    const after = {
      integration: request.integration_id,
      everyone,
      groupIds,
      ...(until && { endsAt: until.toISOString() }),
    }
    await record(decision(actor, 'request.approved', requestId, after))
    if (!(await settleWaiting(actor.communityId, request.integration_id))) await announceApproving(actor, request)
    return row
  })
}

/** What is enabled already is widened; what is off is switched on again; what is not there is added. */
async function enable(
  actor: Person,
  { integration_id: id }: Locked,
  {
    permissions,
    scope,
    settings,
    clientId,
    clientSecret,
    revision = null,
  }: Omit<Approval, 'revision'> & { revision?: string | null },
  until: Date | undefined,
): Promise<InstallationRow> {
  const before = await installationOf(actor.communityId, id, { lock: true })
  if (!before || (before.state === 'enabled' && before.connection === 'pending'))
    return enableIntegration(actor, id, {
      ...{ permissions, scope, settings, revision },
      ...(clientId !== undefined && { clientId }),
      ...(clientSecret !== undefined && { clientSecret }),
      ...(until && { until }),
    })
  const changed = await changeGrant(actor, id, { permissions, scope, revision, ...(until && { until }) })
  return changed.state === 'disabled' ? restoreIntegration(actor, id) : changed
}

async function announceApproving(actor: Person, request: Locked): Promise<void> {
  const waiting = await waitingSupporters(actor.communityId, request.id)
  await announceRequest(
    actor.communityId,
    request,
    waiting.map(one => one.member_id),
  )
}
