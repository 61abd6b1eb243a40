import type { Change } from '../../../contract/api/oversight.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Person } from '../access/actor.ts'
import { demandAhead } from '../integrations/grant.ts'
import { groupsSeen } from '../integrations/installations.sql.ts'
import { checkPermissions, type Listing } from '../integrations/listings.ts'
import type { Settled } from './next-standing.ts'
import type { StandingRow } from './standing.sql.ts'

/**
 * The change, checked as far as it does not hang on one integration: a group is chosen by who sees it (design.md rule 7), and an end lies ahead. What is
 * granted anew to one integration is checked as its consent was.
 */
export async function settleChange(
  actor: Person,
  change: Change,
  rows: readonly StandingRow[],
  listings: ReadonlyMap<string, Listing>,
): Promise<Settled> {
  if (change.kind === 'grant') checkGrant(change, rows, listings)
  if (change.kind === 'end') demandAhead(change.endsAt === null ? null : new Date(change.endsAt))
  const named =
    change.kind === 'groups'
      ? [...change.add, ...change.remove]
      : change.kind === 'grant' && !change.scope.everyone
        ? change.scope.groupIds
        : change.kind === 'end'
          ? (change.groupIds ?? [])
          : []
  const standing = rows.flatMap(row => row.group_ids)
  const seen = new Set((await groupsSeen(actor, [...new Set([...named, ...standing])])).map(group => group.id))
  // Also one that is granted: whoever asks would learn that it is.
  if (named.some(id => !seen.has(id))) throw new Refusal('not_found')
  return { ...change, seen }
}

function checkGrant(
  change: Extract<Change, { kind: 'grant' }>,
  rows: readonly StandingRow[],
  listings: ReadonlyMap<string, Listing>,
): void {
  const [row, ...others] = rows
  const listing = row && listings.get(row.integration_id)
  // What one is granted says nothing of another.
  if (!row || !listing || others.length > 0) throw new Refusal('bad_input', { field: 'change', problem: 'not_offered' })
  checkPermissions(listing, change.permissions, change.scope)
}
