/** Lists, and what of a resource was asked for (workplace-scim.md 6). */
import { type Dialect, extensions, messages, oldUrns, urns } from '../../../contract/scim/names.ts'
import type { JsonObject, ScimRequest } from './read-call.ts'

/** A page without `count` has 10; a program that asks for more and gets fewer stops reading, so up to 1,000 are given. */
const usual = 10
const most = 1_000

export function windowIn({ query }: ScimRequest): { offset: number; limit: number; startIndex: number } {
  const startIndex = Math.max(1, whole(query.startindex) ?? 1)
  const limit = Math.min(most, Math.max(0, whole(query.count) ?? usual))
  return { startIndex, limit, offset: startIndex - 1 }
}

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : undefined

export const listOf = (
  resources: readonly JsonObject[],
  { total, startIndex, dialect }: { total: number; startIndex: number; dialect: Dialect },
): JsonObject => ({
  schemas: [dialect === 'v1' ? oldUrns.user : messages.list],
  totalResults: total,
  itemsPerPage: resources.length,
  startIndex,
  Resources: resources,
})

/** `attributes` and `excludedAttributes`; what always comes always comes. */
export function narrowed(resource: JsonObject, { query }: ScimRequest): JsonObject {
  const wanted = names(query.attributes)
  const unwanted = names(query.excludedattributes)
  if (wanted.length === 0 && unwanted.length === 0) return resource
  const kept = Object.entries(resource).filter(
    ([name]) => always.has(name) || (wanted.length > 0 ? asked(name, wanted) : !unwanted.includes(name.toLowerCase())),
  )
  return Object.fromEntries(kept)
}

const always = new Set(['schemas', 'id'])

/** By its own name, by one of its parts, or with its schema in front. */
const asked = (name: string, wanted: readonly string[]): boolean =>
  wanted.some(
    one =>
      one === name.toLowerCase() ||
      one.startsWith(`${name.toLowerCase()}.`) ||
      one.startsWith(`${name.toLowerCase()}:`),
  )

const names = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase().replace(ownPrefix, ''))
    .filter(Boolean)

const ownPrefix = new RegExp(`^(?:${urns.user}|${urns.group}):`, 'i')

/** The schemas a resource of a person has, in the words of its version. */
export const userSchemas = (dialect: Dialect): string[] => {
  const words = dialect === 'v1' ? oldUrns : urns
  return [words.user, ...extensions.map(name => words[name])]
}
