import type { RequestPolicy, RequestRule } from '../../../contract/api/requests.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { record } from '../audit/record.ts'
import { policyOf, putPolicy } from './policies.sql.ts'

export async function getPolicy(actor: Person): Promise<RequestPolicy> {
  demandInCommunity(actor, 'integrations.manage')
  const { changedBy: _, ...policy } = await policyOf(actor.communityId)
  return policy
}

/** Sets how requests are taken: the rules in their order, or an address of the organisation's own in place of the form. */
export async function changePolicy(actor: Person, given: RequestPolicy): Promise<RequestPolicy> {
  demandInCommunity(actor, 'integrations.manage')
  demandReasons(given.rules)
  const policy = { ...given, ...ownPlace(given) }
  await transaction(async () => {
    const { changedBy: _, ...before } = await policyOf(actor.communityId)
    await putPolicy(actor.communityId, policy, actor.memberId)
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'request.policy_changed',
      subject: 'community',
      subjectId: actor.communityId,
      before: { ...before },
      after: { ...policy },
      ...(actor.address && { address: actor.address }),
    })
  })
  return getPolicy(actor)
}

/** Nobody is refused without being told why. */
export function demandReasons(rules: readonly RequestRule[]): void {
  for (const { outcome, reason } of rules) if (outcome === 'decline') visibleText('reason', reason)
}

function ownPlace({ ownText, ownUrl }: RequestPolicy): Pick<RequestPolicy, 'ownText' | 'ownUrl'> {
  const text = ownText?.trim() || null
  const url = ownUrl?.trim() || null
  if (url && !text) throw new Refusal('bad_input', { field: 'ownText', problem: 'missing' })
  if (url && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)))
    throw new Refusal('bad_input', { field: 'ownUrl', problem: 'malformed' })
  return { ownText: text, ownUrl: url }
}
