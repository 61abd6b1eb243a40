/** What is asked of a list: how many, from where, in which order; from the parameters of a call or the modifiers of a field. */

import { readCursor, writeCursor } from '../../platform/cursor.ts'
import { asBoolean, asCount, asInstant, asText, type Value } from './lenient.ts'

export interface Asked {
  readonly limit: number
  readonly after: string | undefined
  readonly before: string | undefined
  readonly since: Date | undefined
  readonly until: Date | undefined
  readonly order: 'chronological' | 'reverse_chronological' | undefined
  /** Is how many there are asked for? */
  readonly summary: boolean
  /** Everything, for what only one list knows. */
  readonly params: Readonly<Record<string, Value>>
}

const usual = 25
const most = 5_000
/** What one field of one call may bring for all its parents together. */
const mostTogether = 10_000

/** Any limit is taken, and clamped in silence: programs send 20,000 (workplace-graph-api.md 3.3). */
export function askedIn(params: Readonly<Record<string, Value>>, parents = 1): Asked {
  const order = asText(params.order)?.toLowerCase()
  const summary = asText(params.summary)?.trim().toLowerCase()
  return {
    limit: Math.min(asCount(params.limit) ?? usual, most, Math.max(1, Math.floor(mostTogether / Math.max(1, parents)))),
    after: readKey(asText(params.after)),
    before: readKey(asText(params.before)),
    since: asInstant(params.since),
    until: asInstant(params.until),
    order: order === 'chronological' || order === 'reverse_chronological' ? order : undefined,
    summary: summary !== undefined && asBoolean(summary) !== false,
    params,
  }
}

/** Keys in cursors are numbers; a cursor that is none of ours begins anew. */
function readKey(cursor: string | undefined): string | undefined {
  const key = readCursor(cursor, 1)?.[0]
  return key !== undefined && /^\d{1,19}$/.test(key) ? key : undefined
}

export const writeKey = (key: string): string => writeCursor(key)
