/** Reads JSON nobody promised: whatever a service sends, these answer with a value of the shape asked for, never with an exception. */

/** The object at this path; an empty one where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): Readonly<Record<string, unknown>> {
  let found: unknown = value
  for (const step of path)
    found = typeof found === 'object' && found !== null ? (found as Record<string | number, unknown>)[step] : undefined
  return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : {}
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Words, cut to `most` characters; numbers as they are written; anything else is empty. */
export const text = (value: unknown, most = 300): string =>
  typeof value === 'string' ? value.slice(0, most) : typeof value === 'number' ? String(value) : ''

/** What a table holds under a word of somebody else's, which may be one that every object knows. */
export const under = <T>(table: Readonly<Record<string, T>>, word: string): T | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined

export const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value)
    ? value
    : typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
      ? Number(value)
      : undefined

/** The JSON in a body; undefined where it is none. */
export function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

/** An instant as ISO 8601, from ISO 8601, milliseconds or seconds; undefined where it is none. */
export function instant(value: unknown): string | undefined {
  const at = typeof value === 'number' && value < 1e11 ? value * 1_000 : (value as string | number)
  const date = typeof at === 'string' || typeof at === 'number' ? new Date(at) : undefined
  return date && !Number.isNaN(date.getTime()) ? date.toISOString() : undefined
}

/** Bytes in the largest unit that leaves a number of at least one. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  return `${Number((bytes / 1_000 ** power).toFixed(power ? 1 : 0))} ${units[power]}`
}
