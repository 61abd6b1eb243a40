import { createHash } from 'node:crypto'
import { type End, keyOf } from '../integrations/ends.sql.ts'

/**
 * Tells one standing of an integration from any other: its grant, which is never edited, whether it is on, and when what ends. What somebody looked at
 * is what they change, or they are told that it changed meanwhile.
 */
export interface Standing {
  readonly grant_id: string
  readonly state: string
  readonly ends: readonly End[]
}

export const revisionOf = ({ grant_id, state, ends }: Standing): string =>
  [grant_id, state, ...(ends.length > 0 ? [digestOf(ends)] : [])].join(' ')

/** However many ends there are, a revision stays short. */
const digestOf = (ends: readonly End[]): string => createHash('sha256').update(signOfEnds(ends)).digest('base64url')

export const signOfEnds = (ends: readonly End[]): string =>
  ends
    .map(one => `${keyOf(one)}@${new Date(one.at).getTime()}`)
    .sort()
    .join(' ')
