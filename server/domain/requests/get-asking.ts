import type { Asking } from '../../../contract/api/requests.ts'
import type { Person } from '../access/actor.ts'
import { getListed, sayOf } from '../integrations/catalog.ts'
import { installationOf } from '../integrations/installations.sql.ts'
import { policyOf } from './policies.sql.ts'
import { presentRequest } from './present-request.ts'
import { lastDecidedFor, waitingRequest } from './requests.sql.ts'

/** What this member can do to get an integration, and what became of what they asked. */
export async function getAsking(actor: Person, integrationId: string): Promise<Asking> {
  const listed = getListed(integrationId)
  const [waiting, row, policy] = await Promise.all([
    waitingRequest(actor.communityId, integrationId),
    installationOf(actor.communityId, integrationId),
    policyOf(actor.communityId),
  ])
  const request = waiting ?? (await lastDecidedFor(actor.communityId, integrationId, actor.memberId))
  const enabled = row?.state === 'enabled' && row.connection !== 'pending'
  return {
    integrationId,
    name: sayOf(listed, actor.language, 'name'),
    may: !(enabled && row.everyone),
    groupsNeeded: enabled && !row.everyone,
    elsewhere: policy.ownText === null ? null : { text: policy.ownText, url: policy.ownUrl },
    request: request ? await presentRequest(actor, request) : null,
  }
}
