/**
 * PATCH (RFC 7644 3.5.2): its operations are done on the resource as we would answer it, and what they touched is then written as a PUT of that much. Operations
 * come in any case, paths with a filter or the name of an extension in front, values as one object or as one path each.
 */
import { urns } from '../../../contract/scim/names.ts'
import { asBoolean } from '../graph/lenient.ts'
import { canonical, coreName, partName, urnIn } from './canonical.ts'
import { isObject, type Json, type JsonObject } from './read-call.ts'
import { ScimError } from './scim-error.ts'

type Draft = Record<string, Json>

interface Path {
  /** An extension's name, where the attribute is in one. */
  readonly block: string | undefined
  readonly attribute: string | undefined
  readonly filter: { name: string; value: string } | undefined
  readonly part: string | undefined
}

const mostOperations = 100

/** The attributes that a PATCH changes, with what they are after it; null: nothing. */
export function patched(resource: JsonObject, body: JsonObject): JsonObject {
  const given = Object.entries(body).find(([name]) => name.toLowerCase() === 'operations')?.[1]
  const operations = Array.isArray(given) ? given.filter(isObject) : []
  if (operations.length === 0 || operations.length > mostOperations)
    throw new ScimError('bad_syntax', `Operations must be a list of 1 to ${mostOperations}`)
  const draft: Draft = structuredClone({ ...resource })
  const touched = new Set<string>()
  for (const operation of operations) apply(draft, touched, operation)
  return Object.fromEntries([...touched].map(name => [name, draft[name] ?? null]))
}

function apply(draft: Draft, touched: Set<string>, operation: JsonObject): void {
  const said = Object.fromEntries(Object.entries(operation).map(([name, value]) => [name.toLowerCase(), value]))
  const op = String(said.op).toLowerCase()
  if (op !== 'add' && op !== 'replace' && op !== 'remove')
    throw new ScimError('bad_syntax', 'op must be add, replace or remove')
  if (typeof said.path === 'string' && said.path.trim() !== '')
    applyAt(draft, touched, { op, path: said.path, value: said.value })
  else if (op === 'remove') throw new ScimError('bad_path', 'remove needs a path')
  else if (!isObject(said.value)) throw new ScimError('bad_value', 'Without a path the value must be an object')
  else for (const [path, value] of Object.entries(said.value)) applyAt(draft, touched, { op, path, value })
}

function applyAt(
  draft: Draft,
  touched: Set<string>,
  { op, path: text, value }: { op: string; path: string; value: Json },
): void {
  const path = readPath(text)
  const top = path.block ?? path.attribute ?? ''
  touched.add(top)
  const holder = path.block === undefined ? draft : blockOf(draft, path.block)
  const clean = isObject(value) || Array.isArray(value) ? canonical({ value }).value : value
  if (path.attribute === undefined) {
    // A whole extension.
    draft[top] = op === 'remove' ? null : { ...holder, ...(isObject(clean) ? clean : {}) }
    return
  }
  const before = holder[path.attribute]
  if (path.filter) holder[path.attribute] = filtered(before, path, op, clean)
  else if (path.part !== undefined) holder[path.attribute] = withPart(before, path.part, op === 'remove' ? null : clean)
  else holder[path.attribute] = op === 'remove' ? without(before, clean) : op === 'add' ? joined(before, clean) : clean
}

function readPath(text: string): Path {
  const named = urnIn(text.trim())
  const block = named && named.urn !== 'user' ? urns[named.urn] : undefined
  const rest = named ? named.rest : text.trim()
  if (block !== undefined && rest === '') return { block, attribute: undefined, filter: undefined, part: undefined }
  const found = /^([\w$-]+)(?:\[\s*([\w$-]+)\s+eq\s+"?([^"\]]*?)"?\s*\])?(?:\.([\w$-]+))?$/i.exec(rest)
  if (!found?.[1]) throw new ScimError('bad_path', `The path ${text.slice(0, 100)} cannot be read`)
  return {
    block,
    attribute: block === undefined ? coreName(found[1]) : partName(found[1]),
    filter: found[2] === undefined ? undefined : { name: partName(found[2]), value: found[3] ?? '' },
    part: found[4] === undefined ? undefined : partName(found[4]),
  }
}

function blockOf(draft: Draft, block: string): Draft {
  const held: Draft = isObject(draft[block]) ? { ...draft[block] } : {}
  draft[block] = held
  return held
}

/** Of the items that fit: a part set, all of it exchanged, or taken away. Where none fits one is made, as directories expect. */
function filtered(before: Json, { filter, part }: Path, op: string, value: Json): Json {
  const list = Array.isArray(before) ? before.filter(isObject) : []
  const fits = (item: JsonObject): boolean => filter !== undefined && sameAs(item[filter.name], filter.value)
  if (op === 'remove')
    return part === undefined
      ? list.filter(item => !fits(item))
      : list.map(item => (fits(item) ? { ...item, [part]: null } : item))
  const said = part === undefined ? (isObject(value) ? value : { value }) : { [part]: value }
  if (list.some(fits)) return list.map(item => (fits(item) ? { ...item, ...said } : item))
  const primary = filter?.name === 'primary'
  return [...list, { ...(filter && { [filter.name]: primary ? true : filter.value }), ...said }]
}

const sameAs = (value: Json, said: string): boolean =>
  typeof value === 'boolean' ? value === asBoolean(said) : String(value).toLowerCase() === said.toLowerCase()

const withPart = (before: Json, part: string, value: Json): Json =>
  Array.isArray(before)
    ? before.map((item: Json) => (isObject(item) ? { ...item, [part]: value } : item))
    : { ...(isObject(before) && before), [part]: value }

/** More of a list, each once by its value; more parts of an object; else instead. */
function joined(before: Json, value: Json): Json {
  if (Array.isArray(before)) {
    const more = Array.isArray(value) ? value : [value]
    const values = new Set(more.map(identityOf))
    return [...before.filter((item: Json) => !values.has(identityOf(item))), ...more]
  }
  return isObject(before) && isObject(value) ? { ...before, ...value } : value
}

/** Some of a list, where they are named; else all. */
function without(before: Json, value: Json): Json {
  if (!Array.isArray(before) || value === undefined || value === null) return null
  const gone = new Set((Array.isArray(value) ? value : [value]).map(identityOf))
  return before.filter((item: Json) => !gone.has(identityOf(item)))
}

const identityOf = (item: Json): string => String(isObject(item) ? item.value : item)
