import { type Made, type MadeChange, mostAtOnce } from '../../../contract/api/oversight.ts'
import { nowDate } from '../../platform/clock.ts'
import { maybe, one, rows, run, sql, transaction } from '../../platform/db.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandInCommunity } from '../access/may.ts'
import { memberRef } from '../community/member-ref.sql.ts'
import type { End } from '../integrations/ends.sql.ts'
import { listingsFor } from '../integrations/listings.ts'
import { hasPlan } from '../integrations/plan.ts'
import { beginChange, demandOwn } from './make-change.ts'
import { asNext, isSame, type Next } from './next-standing.ts'
import { putStanding } from './put-standing.ts'
import { standingsOf } from './standing.sql.ts'

interface Part {
  installation_id: string
  integration_id: string
  before: Next
  revision: string
}

/**
 * Takes a change back: each integration that still stands as the change left it stands as it did before. What somebody changed since is theirs, and
 * stays. Taking back is a change of its own, and can be taken back. Of many some at a time, so that nobody who wants to switch one off waits for all:
 * who stops on the way leaves it under way (changes-under-way.ts), for anybody who manages integrations to go on with.
 */
export async function undoChange(actor: Person, changeId: string, undoId?: string): Promise<Made & { left: number }> {
  demandInCommunity(actor, 'integrations.manage')
  return transaction(async () => {
    const change = await maybe<{ undone_at: Date | null; undone_by: string | null }>(sql`
      select undone_at, undone_by from grant_changes where community_id = ${actor.communityId} and id = ${changeId} for update`)
    if (!change) throw new Refusal('not_found')
    if (change.undone_at) throw new Refusal('nothing_to_undo')
    const parts = await partsOf(actor.communityId, changeId)
    const id = undoId === undefined ? await beginChange(actor, 'undo') : await demandOwn(actor, undoId, 'undo')
    const made = { changeId: id, ...(await takeBack(actor, id, parts)), left: 0 }
    made.left = await settleParts(actor.communityId, changeId, parts)
    const begun = undoId !== undefined || change.undone_by !== null
    if (made.left === 0 && made.changed === 0 && !begun) throw new Refusal('nothing_to_undo')
    await run(sql`
      update grant_changes set undone_by = ${actor.memberId}, undone_at = ${made.left === 0 ? nowDate() : null}
      where community_id = ${actor.communityId} and id = ${changeId}`)
    return made
  })
}

async function takeBack(actor: Person, undoId: string, parts: readonly Part[]) {
  const keys = parts.map(part => part.integration_id)
  const standings = await standingsOf(actor.communityId, keys, { lock: true })
  const [listings, plan] = await Promise.all([listingsFor(actor.communityId, keys), hasPlan(actor.communityId)])
  const made = { changed: 0, skipped: 0 }
  for (const part of parts) {
    const [row, listing] = [standings.get(part.integration_id), listings.get(part.integration_id)]
    const next = row && listing && row.revision === part.revision && asItWas(part.before, row.ends)
    if (!next || isSame(next, asNext(row)) || (next.state === 'enabled' && listing.needsPlan && !plan)) {
      made.skipped++
      continue
    }
    await putStanding(actor, undoId, row, listing, next)
    made.changed++
  }
  return made
}

/** The next that were not looked at yet. */
const partsOf = (communityId: string, changeId: string): Promise<Part[]> =>
  rows<Part>(sql`
    select p.installation_id, i.integration_id, p.before, p.revision from grant_change_parts p
    join installations i on i.community_id = p.community_id and i.id = p.installation_id
    where p.community_id = ${communityId} and p.change_id = ${changeId} and p.undone_at is null order by p.installation_id limit ${mostAtOnce}`)

/** Answers how many are left. */
async function settleParts(communityId: string, changeId: string, parts: readonly Part[]): Promise<number> {
  const its = sql`community_id = ${communityId} and change_id = ${changeId}`
  const ids = parts.map(part => part.installation_id)
  await run(
    sql`update grant_change_parts set undone_at = now() where ${its} and installation_id = any(${ids}::bigint[])`,
  )
  return (
    await one<{ n: number }>(sql`select count(*)::int as n from grant_change_parts where ${its} and undone_at is null`)
  ).n
}

/** An end that has passed meanwhile does not come back: it would end at once what is given back here. */
const asItWas = (before: Next, ends: Next['ends']): Next => ({
  ...before,
  ends: before.ends.map(inFull).filter(one => new Date(one.at) > nowDate() || ends.some(still => still.at === one.at)),
})

/** As ends were written before there were others than of the whole ('') and of permissions. */
const inFull = (end: End | { permission: string; at: string }): End =>
  'kind' in end ? end : { kind: end.permission ? 'permission' : 'whole', id: end.permission, at: end.at }

interface MadeRow {
  id: string
  kind: MadeChange['kind']
  by: MadeChange['by']
  made_at: Date
  count: number
  undone_at: Date | null
  revision: string
}

/** The last changes of one integration, newest first, and whether each can still be taken back. */
export async function changesOf(communityId: string, installationId: string, revision: string): Promise<MadeChange[]> {
  const found = await rows<MadeRow>(sql`
    select h.id, h.kind, h.made_at, coalesce(h.undone_at, p.undone_at) as undone_at, p.revision,
      (select count(*)::int from grant_change_parts x where x.community_id = p.community_id and x.change_id = p.change_id) as count,
      ${memberRef(sql`m`)} as by
    from grant_change_parts p
    join grant_changes h on h.community_id = p.community_id and h.id = p.change_id
    join members m on m.community_id = h.community_id and m.id = h.made_by
    where p.community_id = ${communityId} and p.installation_id = ${installationId}
    order by p.change_id desc limit 10`)
  return found.map(row => ({
    id: row.id,
    kind: row.kind,
    by: row.by,
    at: row.made_at.toISOString(),
    count: row.count,
    undo: row.undone_at ? ('undone' as const) : row.revision === revision ? ('yes' as const) : ('no' as const),
  }))
}
