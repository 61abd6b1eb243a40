import type { Change, ChangeKind, Made } from '../../../contract/api/oversight.ts'
import { maybe, one, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { listingsFor } from '../integrations/listings.ts'
import { hasPlan } from '../integrations/plan.ts'
import { nextStanding } from './next-standing.ts'
import { putStanding } from './put-standing.ts'
import { settleChange } from './settle-change.ts'
import { standingsOf } from './standing.sql.ts'

interface Asked {
  readonly items: readonly { id: string; revision: string }[]
  readonly change: Change
  /** Goes on with a change that is under way. */
  readonly changeId?: string | undefined
}

/**
 * Changes one integration or many, as they were looked at: where somebody changed one of them meanwhile, nothing is done and they are told which. How
 * each stood before is kept, so that it can be taken back.
 */
export async function makeChange(actor: Person, { items, change, changeId }: Asked): Promise<Made> {
  demandInCommunity(actor, 'integrations.manage')
  const keys = items.map(item => item.id)
  return transaction(async () => {
    const standings = await standingsOf(actor.communityId, keys, { lock: true })
    const [listings, plan] = await Promise.all([listingsFor(actor.communityId, keys), hasPlan(actor.communityId)])
    for (const { id, revision } of items) {
      const row = standings.get(id)
      if (!row || !listings.has(id)) throw new Refusal('not_found')
      if (row.revision !== revision)
        throw new Refusal('changed_meanwhile', { integration: listings.get(id)?.name(actor.language) ?? id })
    }
    const settled = await settleChange(actor, change, [...standings.values()], listings)
    const id = changeId ? await demandOwn(actor, changeId, change.kind) : await beginChange(actor, change.kind)
    const made = { changeId: id, changed: 0, skipped: 0 }
    for (const row of standings.values()) {
      const listing = listings.get(row.integration_id)
      const verdict = listing && nextStanding(row, listing, settled, plan)
      if (!listing || !verdict || 'skipped' in verdict) made.skipped++
      else {
        await putStanding(actor, id, row, listing, verdict.next)
        made.changed++
      }
    }
    return made
  })
}

export async function beginChange(actor: Person, kind: ChangeKind): Promise<string> {
  const { id } = await one<{ id: string }>(sql`
    insert into grant_changes (community_id, kind, made_by) values (${actor.communityId}, ${kind}, ${actor.memberId}) returning id`)
  return id
}

/** Only who began a change goes on with it, while nobody took it back, and soon. */
export async function demandOwn(actor: Person, changeId: string, kind: ChangeKind): Promise<string> {
  const found = await maybe<{ id: string }>(sql`
    select id from grant_changes
    where community_id = ${actor.communityId} and id = ${changeId} and made_by = ${actor.memberId} and kind = ${kind} and undone_at is null
      and made_at > now() - interval '1 hour' for update`)
  if (!found) throw new Refusal('not_found')
  return found.id
}
