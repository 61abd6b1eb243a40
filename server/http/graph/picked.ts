import type { Field } from './fields.ts'

/** Of a value that is made whole, the members asked for; in lists, of each. What is asked for and not there is left out. */
export function picked(value: unknown, fields: readonly Field[] | undefined): unknown {
  if (!fields || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(one => picked(one, fields))
  const object = value as Record<string, unknown>
  // What stands in `data`, as Graph wraps lists and pictures: what is asked is asked of what it holds.
  if (typeof object.data === 'object' && !fields.some(field => field.name === 'data'))
    return { ...object, data: picked(object.data, fields) }
  return Object.fromEntries(
    fields.flatMap(field =>
      field.name in object ? [[field.alias, picked(object[field.name], field.fields)] as const] : [],
    ),
  )
}
