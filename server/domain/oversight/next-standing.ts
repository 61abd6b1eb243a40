/** What a change makes of one integration; nothing is read or written here, so that what is foreseen is what is then done. */
import type { Change, SkipReason } from '../../../contract/api/oversight.ts'
import { permissions as known } from '../../../contract/permissions.ts'
import { type End, type EndKey, everyone, keyOf, whole } from '../integrations/ends.sql.ts'
import type { Listing } from '../integrations/listings.ts'
import { signOfEnds } from '../integrations/revision.ts'
import type { StandingRow } from './standing.sql.ts'

export interface Next {
  readonly permissions: readonly string[]
  readonly everyone: boolean
  readonly groupIds: readonly string[]
  readonly state: 'enabled' | 'disabled'
  readonly ends: readonly End[]
}

/** The change with what this administrator may say of groups looked up: those they see, and those that are hidden from them and stay. */
export type Settled = Change & { readonly seen: ReadonlySet<string> }

type Verdict = { readonly next: Next } | { readonly skipped: SkipReason }

export function nextStanding(row: StandingRow, listing: Listing, change: Settled, hasPlan: boolean): Verdict {
  const now = asNext(row)
  switch (change.kind) {
    case 'grant':
      return changed(row, granted(now, change), listing)
    case 'trim':
      return changed(row, { ...now, permissions: kept(row, listing, id => row.used.includes(id)) }, listing)
    case 'take':
      return taken(row, listing, change.permissions)
    case 'groups':
      return regrouped(row, listing, change)
    case 'end':
      return changed(row, { ...now, ends: ended(row, change) }, listing)
    case 'disable':
      return row.state === 'disabled' ? { skipped: 'off' } : { next: { ...now, state: 'disabled' } }
    case 'enable':
      if (row.state === 'enabled') return { skipped: 'nothing' }
      return listing.needsPlan && !hasPlan ? { skipped: 'plan' } : { next: { ...now, state: 'enabled' } }
  }
}

export const asNext = (row: StandingRow): Next => ({
  permissions: row.permissions,
  everyone: row.everyone,
  groupIds: row.group_ids,
  state: row.state,
  ends: row.ends,
})

/** What is not seen is not taken away unasked. */
function granted(now: Next, { permissions, scope, seen }: Extract<Settled, { kind: 'grant' }>): Next {
  if (scope.everyone)
    return {
      ...now,
      permissions: [...new Set(permissions)],
      everyone: true,
      groupIds: now.everyone ? now.groupIds : [],
    }
  const groupIds = [...new Set([...scope.groupIds, ...now.groupIds.filter(id => !seen.has(id))])]
  return { ...now, permissions: [...new Set(permissions)], everyone: false, groupIds }
}

/** What is required stays: without it the integration would not be what was consented to. */
const kept = (row: StandingRow, { asks }: Listing, keep: (id: string) => boolean): string[] =>
  row.permissions.filter(id => keep(id) || asks.some(one => one.id === id && one.required))

function taken(row: StandingRow, listing: Listing, permissions: readonly string[]): Verdict {
  const left = kept(row, listing, id => !permissions.includes(id))
  const held = row.permissions.some(id => permissions.includes(id))
  if (left.length === row.permissions.length) return { skipped: held ? 'required' : 'nothing' }
  return changed(row, { ...asNext(row), permissions: left }, listing)
}

function regrouped(
  row: StandingRow,
  listing: Listing,
  { add, remove, seen }: Extract<Settled, { kind: 'groups' }>,
): Verdict {
  if (row.everyone) return { skipped: 'all_groups' }
  const out = remove.filter(id => seen.has(id))
  const groupIds = [...new Set([...row.group_ids, ...add])].filter(id => !out.includes(id))
  if (groupIds.length === 0) return { skipped: 'last_group' }
  return changed(row, { ...asNext(row), groupIds }, listing)
}

function ended(row: StandingRow, change: Extract<Settled, { kind: 'end' }>): Next['ends'] {
  const of = endedBy(row, change)
  const named = new Set(of.map(keyOf))
  const others = row.ends.filter(one => !named.has(keyOf(one)))
  const { endsAt } = change
  return endsAt === null ? others : [...others, ...of.map(key => ({ ...key, at: endsAt }))]
}

/** What it names, as far as this integration has it. */
function endedBy(
  row: StandingRow,
  { of, permissions, groupIds = [], seen }: Extract<Settled, { kind: 'end' }>,
): EndKey[] {
  if (of === 'everyone') return row.everyone && row.group_ids.length > 0 ? [everyone] : []
  const keys: EndKey[] = [
    ...permissions.filter(id => row.permissions.includes(id)).map(id => ({ kind: 'permission', id }) as const),
    ...groupIds.filter(id => row.group_ids.includes(id) && seen.has(id)).map(id => ({ kind: 'group', id }) as const),
  ]
  return permissions.length + groupIds.length > 0 ? keys : [whole]
}

function changed(row: StandingRow, next: Next, listing: Listing): Verdict {
  if (next.permissions.some(id => !listing.asks.some(one => one.id === id))) return { skipped: 'nothing' }
  const hadSome = row.everyone || row.group_ids.length > 0
  if (!next.everyone && next.groupIds.length === 0 && hadSome) return { skipped: 'last_group' }
  if (!next.everyone && next.permissions.some(needsAll)) return { skipped: 'needs_all_groups' }
  // An end goes with what it was of.
  const ends = next.ends.filter(one => isThere(one, next))
  const standing = { ...next, ends }
  return isSame(standing, asNext(row)) ? { skipped: 'nothing' } : { next: standing }
}

function isThere({ kind, id }: EndKey, next: Next): boolean {
  if (kind === 'permission') return next.permissions.includes(id)
  if (kind === 'group') return next.groupIds.includes(id)
  return kind === 'whole' || next.everyone
}

const needsAll = (id: string): boolean => known.some(one => one.id === id && one.whole)

export const isSame = (one: Next, other: Next): boolean => signOf(one) === signOf(other)

const signOf = ({ permissions, everyone, groupIds, state, ends }: Next): string =>
  JSON.stringify([[...permissions].sort(), everyone, [...groupIds].sort(), state, signOfEnds(ends)])
