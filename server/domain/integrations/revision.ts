import { createHash } from 'node:crypto'
import { Refusal } from '../../platform/refusal.ts'
import { type End, keyOf } from './ends.sql.ts'

/**
 * Tells one standing of an integration from any other: its grant, which is never edited, whether it is on, how often that or its exceptions changed, and
 * when what ends. What somebody looked at is what they change, or they are told that it changed meanwhile; and what was switched off, on and off again
 * stands as the last of them left it.
 */
export interface Standing {
  readonly grant_id: string
  readonly state: string
  readonly moves: number
  readonly ends: readonly End[]
}

export const revisionOf = ({ grant_id, state, moves, ends }: Standing): string =>
  [grant_id, state, String(moves), ...(ends.length > 0 ? [digestOf(ends)] : [])].join(' ')

/**
 * What somebody consents to is what they looked at: `seen` is its revision, or null where it was not added yet. Refused where somebody changed it
 * meanwhile, so that nothing they trimmed comes back unseen.
 */
export function demandSeen(row: Standing | undefined, seen: string | null, integration: string): void {
  if ((row ? revisionOf(row) : null) !== seen) throw new Refusal('changed_meanwhile', { integration })
}

/** However many ends there are, a revision stays short. */
const digestOf = (ends: readonly End[]): string => createHash('sha256').update(signOfEnds(ends)).digest('base64url')

export const signOfEnds = (ends: readonly End[]): string =>
  ends
    .map(one => `${keyOf(one)}@${new Date(one.at).getTime()}`)
    .sort()
    .join(' ')
