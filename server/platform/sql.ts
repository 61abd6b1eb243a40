/** A query as text with numbered parameters; made only by the `sql` template, so a value can never become text. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
}

class Fragment implements Sql {
  readonly text: string
  readonly values: readonly unknown[]
  constructor(text: string, values: readonly unknown[]) {
    this.text = text
    this.values = values
  }
}

/**
 * Plain SQL by tagged template: sql`select * from posts where id = ${id}`.
 * A fragment made by `sql` may stand in another one; its parameters are renumbered.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  let text = strings[0] ?? ''
  const values: unknown[] = []
  parts.forEach((part, at) => {
    text += part instanceof Fragment ? renumber(part, values) : `$${values.push(part)}`
    text += strings[at + 1] ?? ''
  })
  return new Fragment(text, values)
}

/** Pages as lists ask for them, with the one row more that says whether they go on, and as an export reads them. */
const usualLimits = new Set([1, 11, 21, 26, 31, 51, 101, 500])

/**
 * `limit` of a list, in the text where it is a usual one. As a parameter a named statement never knows how few rows are wanted, and is planned for a
 * tenth of the table, or anew each time: that costs more than to run it (measured: decision 0029).
 */
export const limited = (limit: number): Sql =>
  usualLimits.has(limit) ? new Fragment(`limit ${limit}`, []) : sql`limit ${limit}`

/** Nothing: for the arm of a condition that adds no SQL. */
export const none = sql``

function renumber(part: Sql, values: unknown[]): string {
  const offset = values.length
  values.push(...part.values)
  return offset === 0 ? part.text : part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
}
