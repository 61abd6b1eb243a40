/** Pages by keyset, of one list or of many at once (one statement for all of them), forwards and backwards. */
import { limited, none, type Sql, sql } from './sql.ts'

/**
 * The lists to read, as `parents(id)`. A single one is written as a value: the planner takes `unnest` of a parameter for ten rows, so that its general plan
 * looked ten times dearer than one for the list at hand, and the statement was planned anew each time (decision 0029).
 */
export const parentsOf = (ids: readonly string[]): Sql =>
  ids.length === 1
    ? sql`(values (${ids[0] ?? ''}::bigint)) as parents(id)`
    : sql`unnest(${[...ids]}::bigint[]) as parents(id)`

/** Which rows of a list, by their key, a bigint. `after` and `before` are keys of rows seen earlier. */
export interface Window {
  readonly limit: number
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly ascending: boolean
}

export interface Cut<Row> {
  readonly rows: readonly Row[]
  readonly hasNext: boolean
  readonly hasPrevious: boolean
}

/** The end of a statement whose `where` has begun: from where, in which order, and one row more than asked to see whether it goes on. */
export function windowed(key: Sql, window: Window): Sql {
  const backwards = window.before !== undefined && window.after === undefined
  const ascending = window.ascending !== backwards
  const from = backwards ? window.before : window.after
  const beyond = ascending ? sql`>` : sql`<`
  const direction = ascending ? sql`asc` : sql`desc`
  return sql`${from === undefined ? none : sql`and ${key} ${beyond} ${from}::bigint`} order by ${key} ${direction} ${limited(window.limit + 1)}`
}

export function cut<Row>(found: readonly Row[], window: Window): Cut<Row> {
  const backwards = window.before !== undefined && window.after === undefined
  const more = found.length > window.limit
  const kept = found.slice(0, window.limit)
  return {
    rows: backwards ? kept.toReversed() : kept,
    hasNext: backwards || more,
    hasPrevious: backwards ? more : window.after !== undefined,
  }
}

/** Rows of many lists, as one statement answers them, each list cut by itself. */
export function cutEach<Row extends { parent_id: string }>(
  found: readonly Row[],
  parents: readonly string[],
  window: Window,
): Map<string, Cut<Row>> {
  const byParent = new Map(parents.map(parent => [parent, [] as Row[]]))
  for (const row of found) byParent.get(row.parent_id)?.push(row)
  return new Map([...byParent].map(([parent, rows]) => [parent, cut(rows, window)]))
}
