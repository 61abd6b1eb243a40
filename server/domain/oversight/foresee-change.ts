import type { Language } from '../../../contract/api/basics.ts'
import type { Change, Effect, SkipReason } from '../../../contract/api/oversight.ts'
import { say } from '../../platform/words.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { listingsFor } from '../integrations/listings.ts'
import { hasPlan } from '../integrations/plan.ts'
import { type Affected, countAffected } from './effects.sql.ts'
import { asNext, type Next, nextStanding } from './next-standing.ts'
import { settleChange } from './settle-change.ts'
import { type StandingRow, standingsOf } from './standing.sql.ts'

/** What a change would do, counted, before anything is saved: who and what stops working, or starts. */
export async function foreseeChange(actor: Person, keys: readonly string[], change: Change): Promise<Effect> {
  demandInCommunity(actor, 'integrations.manage')
  const [standings, listings, plan] = await Promise.all([
    standingsOf(actor.communityId, keys),
    listingsFor(actor.communityId, keys),
    hasPlan(actor.communityId),
  ])
  const settled = await settleChange(actor, change, [...standings.values()], listings)
  const foreseen = [...standings.values()].flatMap(row => {
    const listing = listings.get(row.integration_id)
    return listing ? [{ row, listing, verdict: nextStanding(row, listing, settled, plan) }] : []
  })
  const moved = foreseen.flatMap(({ row, verdict }) => ('next' in verdict ? [{ row, next: verdict.next }] : []))
  const skips = foreseen.flatMap(({ verdict }) => ('skipped' in verdict ? [verdict.skipped] : []))
  const { stops, starts } = await countAffected(
    actor.communityId,
    moved.map(({ row, next }) => differenceOf(row, next)),
  )
  return {
    count: moved.length,
    skipped: [...new Set(skips)].map(reason => ({ reason, count: skips.filter(one => one === reason).length })),
    stops,
    starts,
    items: foreseen.map(({ row, listing, verdict }) => ({
      id: row.integration_id,
      name: listing.name(actor.language),
      revision: row.revision,
      ...('next' in verdict
        ? { skipped: null, ...permissionsOf(actor.language, row, verdict.next) }
        : { skipped: verdict.skipped as SkipReason, loses: [], gains: [] }),
    })),
  }
}

/** What works now and would not then, and the other way round. Something off works nowhere. */
function differenceOf(row: StandingRow, next: Next): Affected {
  const before = asNext(row)
  const worked = row.state === 'enabled' && row.connection !== 'pending'
  const works = next.state === 'enabled' && (worked || row.state === 'disabled')
  const held = worked ? before.permissions : []
  const holds = works ? next.permissions : []
  return {
    id: row.id,
    before: { everyone: worked && before.everyone, groupIds: worked ? before.groupIds : [] },
    after: { everyone: works && next.everyone, groupIds: works ? next.groupIds : [] },
    removed: row.removed,
    lost: held.filter(id => !holds.includes(id)),
    gained: holds.filter(id => !held.includes(id)),
    off: worked && !works,
  }
}

function permissionsOf(language: Language, row: StandingRow, next: Next): { loses: string[]; gains: string[] } {
  const sentence = (id: string): string => say(language, `permissions.${id}`)
  return {
    loses: row.permissions.filter(id => !next.permissions.includes(id)).map(sentence),
    gains: next.permissions.filter(id => !row.permissions.includes(id)).map(sentence),
  }
}
