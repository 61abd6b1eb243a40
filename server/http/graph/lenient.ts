/** Values as programs really send them (workplace-graph-api.md 3.1): JSON text in a form, single quotes, Python's `True`, brackets. */

/** A parameter's value: text from a query or form, anything from a JSON body. */
export type Value = unknown

export const asText = (value: Value): string | undefined =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined

const yes = new Set(['true', '1', 'yes'])
const no = new Set(['false', '0', 'no', ''])

/** true, "True", 1, "1" …; nothing where it is no yes and no no. */
export function asBoolean(value: Value): boolean | undefined {
  const word = asText(value)?.trim().toLowerCase()
  if (word === undefined) return undefined
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

/** A whole number that is not negative. */
export function asCount(value: Value): number | undefined {
  const text = asText(value)?.trim() ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** What people typed into their scripts is short; reading it letter by letter takes a second a megabyte. */
const longestTyped = 100_000

/** JSON text read as such, also with single quotes; anything else as it is. */
export function asJson(value: Value): Value {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (!/^[[{]/.test(text)) return value
  return parsed(text) ?? (text.length <= longestTyped ? parsed(doubleQuoted(text)) : undefined) ?? value
}

/** A list from a JSON list, `a,b`, indexed brackets (already an object with numbers for names) or a single value. */
export function asList(value: Value): Value[] {
  const read = asJson(value)
  if (Array.isArray(read)) return read
  if (typeof read === 'object' && read !== null) return Object.values(read)
  const text = asText(read)
  return text === undefined
    ? []
    : text
        .split(',')
        .map(part => part.trim())
        .filter(Boolean)
}

export function asObject(value: Value): Record<string, Value> | undefined {
  const read = asJson(value)
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, Value>) : undefined
}

/** Unix seconds or any date text; nothing where it is neither. */
export function asInstant(value: Value): Date | undefined {
  const text = asText(value)?.trim()
  if (!text) return undefined
  const date = /^\d{1,12}$/.test(text) ? new Date(Number(text) * 1_000) : new Date(text)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** A value; nothing where the text is no JSON. JSON's own `null` is no object or list and so never meant here. */
function parsed(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}

const pythons = [
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
] as const

/** Quotes outside double-quoted text become double ones, a double quote inside a single-quoted text is escaped, and Python's words become JSON's. */
function doubleQuoted(text: string): string {
  let out = ''
  let inside: '' | '"' | "'" = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at)
    if (letter === '\\') {
      const next = text.charAt(++at)
      out += next === "'" ? "'" : letter + next
    } else if (letter === inside) {
      inside = ''
      out += '"'
    } else if (inside === '' && (letter === '"' || letter === "'")) {
      inside = letter
      out += '"'
    } else if (inside === '') {
      const word = pythons.find(([theirs]) => text.startsWith(theirs, at))
      out += word?.[1] ?? letter
      if (word) at += word[0].length - 1
    } else out += letter === '"' ? '\\"' : letter
  }
  return out
}
