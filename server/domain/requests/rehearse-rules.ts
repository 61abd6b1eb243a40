import type { Rehearsal, RequestRule } from '../../../contract/api/requests.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { findListed, sayOf } from '../integrations/catalog.ts'
import { installationsOf } from '../integrations/installations.sql.ts'
import { demandReasons } from './change-policy.ts'
import { judge } from './judge.ts'
import { lastRequests } from './requests.sql.ts'

const last = 40

/** What these rules would have said to the last forty requests. Decides nothing, and keeps nothing. */
export async function rehearseRules(actor: Person, rules: readonly RequestRule[]): Promise<Rehearsal> {
  demandInCommunity(actor, 'integrations.manage')
  demandReasons(rules)
  const [found, installations] = await Promise.all([
    lastRequests(actor.communityId, last),
    installationsOf(actor.communityId),
  ])
  const items = found.flatMap(row => {
    const listed = findListed(row.integration_id)
    if (!listed) return []
    const enabledHere = installations.some(
      one =>
        one.integration_id === row.integration_id &&
        one.state === 'enabled' &&
        one.connection !== 'pending' &&
        one.enabled_at < row.asked_at,
    )
    const { rule, outcome } = judge(rules, listed, { enabledHere })
    return [
      {
        requestId: row.id,
        name: sayOf(listed, actor.language, 'name'),
        icon: `/api/integrations/${row.integration_id}/icon.svg`,
        askedAt: row.asked_at.toISOString(),
        state: row.state,
        rule,
        outcome,
        alone: outcome === 'decline' || (outcome === 'approve' && enabledHere),
      },
    ]
  })
  return { items, decided: items.filter(item => item.alone).length }
}
