import type { KeptPolicy, RequestPolicy, RequestRule } from '../../../contract/api/requests.ts'
import { transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import { visibleText } from '../../platform/visible-text.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { cameFrom, record } from '../audit/record.ts'
import { keptPolicyOf, policyOf, putPolicy } from './policies.sql.ts'

export async function getPolicy(actor: Person): Promise<KeptPolicy> {
  demandInCommunity(actor, 'integrations.manage')
  const kept = await keptPolicyOf(actor.communityId)
  if (!kept) return { rules: [], ownText: null, ownUrl: null, version: 0, saved: null, resting: false }
  const { by, at, inForce, ...policy } = kept
  return { ...policy, saved: { by, at: at.toISOString() }, resting: policy.rules.length > 0 && !inForce }
}

/**
 * Sets how requests are taken: the rules in their order, or an address of the organisation's own in place of the form. Whoever saves names the version
 * they looked at: of two at once the second is told.
 */
export async function changePolicy(
  actor: Person,
  { version, ...given }: RequestPolicy & { version: number },
): Promise<KeptPolicy> {
  demandInCommunity(actor, 'integrations.manage')
  demandReasons(given.rules)
  const policy = { ...given, ...ownPlace(given) }
  await transaction(async () => {
    const { rules, ownText, ownUrl } = await policyOf(actor.communityId)
    if ((await putPolicy(actor.communityId, policy, version, actor.memberId)) === 0) {
      const kept = await keptPolicyOf(actor.communityId)
      throw new Refusal('policy_changed', { name: kept?.by.name ?? '' })
    }
    await record({
      communityId: actor.communityId,
      actorId: actor.memberId,
      action: 'request.policy_changed',
      subject: 'community',
      subjectId: actor.communityId,
      before: { rules, ownText, ownUrl },
      after: { ...policy },
      ...cameFrom(actor),
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
