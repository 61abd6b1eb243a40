/** Values as programs really send them: `"true"`, numbers as text, null for nothing (workplace-scim.md 3.3). */
import { asBoolean, asText } from '../graph/lenient.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'
import { badValue } from './scim-error.ts'

const longest = 1_000
const mostItems = 50

/** Words, or nothing where it is to be empty; absent stays absent. */
export function textIn(name: string, value: Json): string | null | undefined {
  if (value === undefined) return undefined
  if (value === null) return null
  const text = asText(value)?.trim()
  if (text === undefined) throw badValue(name, 'must be a string')
  if (text.length > longest) throw badValue(name, `is longer than ${longest} characters`)
  return text || null
}

export function flagIn(name: string, value: Json): boolean | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const flag = asBoolean(value)
  if (flag === undefined) throw badValue(name, 'must be true or false')
  return flag
}

/** A member's number: as a number or as text. */
export function idIn(name: string, value: Json): string | null | undefined {
  const text = textIn(name, value)
  if (text === null || text === undefined || text === '0') return text === '0' ? null : text
  if (!/^[1-9]\d{0,17}$/.test(text)) throw badValue(name, 'must be the id of a person')
  return text
}

/** Unix seconds, or a date that says as much. */
export function secondsIn(name: string, value: Json): number | null | undefined {
  const text = textIn(name, value)
  if (text === null || text === undefined) return text
  const seconds = /^-?\d{1,11}$/.test(text) ? Number(text) : Date.parse(text) / 1_000
  if (!Number.isFinite(seconds)) throw badValue(name, 'must be seconds since 1970')
  return Math.floor(seconds)
}

/** An object's parts that are known, each a string. */
export function partsIn(name: string, value: Json, known: readonly string[]): JsonObject | null | undefined {
  if (value === undefined || value === null) return value
  if (!isObject(value)) throw badValue(name, 'must be an object')
  return Object.fromEntries(
    known.flatMap(part => (part in value ? [[part, textIn(`${name}.${part}`, value[part])]] : [])),
  )
}

const multi = [
  ...['value', 'display', 'type', 'formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'],
] as const

/** A list of objects with a type; whole, as it was said. Words alone are values. */
export function listIn(name: string, value: Json): JsonObject[] | null | undefined {
  if (value === undefined || value === null) return value
  const list = Array.isArray(value) ? value : [value]
  if (list.length > mostItems) throw badValue(name, `has more than ${mostItems} items`)
  return list.map((item: Json) => {
    const parts = partsIn(name, isObject(item) ? item : { value: item }, multi) ?? {}
    const primary = isObject(item) ? flagIn(`${name}.primary`, item.primary) : undefined
    return {
      ...Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)),
      ...(primary !== undefined && { primary }),
    }
  })
}
