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

/** Nothing: for the arm of a condition that adds no SQL. */
export const none = sql``

function renumber(part: Sql, values: unknown[]): string {
  const offset = values.length
  values.push(...part.values)
  return offset === 0 ? part.text : part.text.replace(/\$(\d+)/g, (_, n: string) => `$${Number(n) + offset}`)
}
