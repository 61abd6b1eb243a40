/** A schema of a description, as far as names of properties go. */
export interface Named {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, Named>>
  readonly items?: Named
  readonly additionalProperties?: boolean | Named
  readonly allOf?: readonly Named[]
  readonly anyOf?: readonly Named[]
  readonly oneOf?: readonly Named[]
}

/** A property of an answer that its description has under no name, with where it stands; schemas say what may be there, never that nothing else may. */
export function strangeName(
  document: unknown,
  schemas: readonly Named[],
  value: unknown,
  open = /^$/,
  path = '',
): string | undefined {
  const all = schemas.flatMap(schema => parts(document, schema))
  if (Array.isArray(value)) {
    const items = all.flatMap(one => one.items ?? [])
    return first(value, one => strangeName(document, items, one, open, `${path}[]`))
  }
  const known = all.flatMap(one => Object.keys(one.properties ?? {}))
  // Where no name is described, or any, nothing is strange.
  if (typeof value !== 'object' || value === null || known.length === 0 || all.some(takesAny)) return undefined
  return first(Object.entries(value), ([name, inside]) => {
    if (inside === undefined || open.test(`${path}.${name}`)) return undefined
    if (!known.includes(name)) return `${path}.${name}`
    const under = all.flatMap(one => one.properties?.[name] ?? [])
    return strangeName(document, under, inside, open, `${path}.${name}`)
  })
}

const takesAny = ({ additionalProperties: more }: Named): boolean => more === true || typeof more === 'object'

/** The schema itself, and what it is put together from. */
function parts(document: unknown, schema: Named, depth = 0): Named[] {
  if (depth > 12) return []
  const target = schema.$ref ? [resolve(document, schema.$ref)] : []
  const composed = [...target, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return [schema, ...composed.flatMap(one => parts(document, one, depth + 1))]
}

const resolve = (document: unknown, ref: string): Named =>
  ref
    .split('/')
    .slice(1)
    .map(part => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((found, part) => (found as Readonly<Record<string, unknown>> | undefined)?.[part], document) ?? {}

function first<T>(all: readonly T[], problem: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = problem(one)
    if (found) return found
  }
  return undefined
}
