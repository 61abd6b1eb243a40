/**
 * What a program asks, wherever it put it: in the query, a form, several parts, JSON, or several of these at once; under any version or none; with
 * doubled and trailing slashes; DELETE said as POST (workplace-graph-api.md 1.3 and 3.1).
 */
import { Refusal } from '../../platform/refusal.ts'
import { GraphError } from './graph-error.ts'
import { asText, type Value } from './lenient.ts'
import { type Part, readMultipart } from './multipart.ts'

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Decoded parts of the path, without a version. */
  readonly path: readonly string[]
  /** The version as asked for, to be repeated in links; empty where there was none. */
  readonly version: string
  readonly params: Readonly<Record<string, Value>>
  readonly files: readonly Part[]
  /** Parameters that came in the address: links to other pages repeat them. */
  readonly query: Readonly<Record<string, string>>
}

export interface Said {
  readonly method: string
  /** Path and query as sent. */
  readonly url: string
  readonly contentType: string
  readonly body: Buffer | undefined
}

export function readRequest(said: Said): GraphRequest {
  const [rawPath = '', ...rest] = said.url.split('?')
  const query = readPairs(rest.join('?'))
  const { params: inBody, files } = readBody(said)
  const params = { ...nested(query), ...inBody }
  const [first, ...others] = rawPath.split('/').filter(Boolean).map(decoded)
  const versioned = first !== undefined && /^v\d{1,3}\.\d{1,3}$/i.test(first)
  return {
    method: methodOf(said.method, params),
    path: versioned || first === undefined ? others : [first, ...others],
    version: versioned ? first : '',
    params,
    files,
    query: Object.fromEntries(query),
  }
}

/** `method=delete` in a POST is a DELETE. In a GET it is nothing: an address alone changes nothing (threats.md A14). */
function methodOf(method: string, params: Record<string, Value>): GraphRequest['method'] {
  const known = method === 'HEAD' ? 'GET' : method === 'PUT' || method === 'PATCH' ? 'POST' : method
  const over = (asText(params.method) ?? asText(params._method))?.toUpperCase()
  if (known === 'POST' && (over === 'DELETE' || over === 'GET')) return over
  if (known === 'GET' || known === 'POST' || known === 'DELETE') return known
  throw new GraphError('unknown_method', `Unsupported method, ${method}`)
}

function readBody({ method, body, contentType }: Said): { params: Record<string, Value>; files: readonly Part[] } {
  const nothing = { params: {}, files: [] }
  // One library sends `{}` with every GET.
  if (!body || body.length === 0 || method === 'GET' || method === 'HEAD') return nothing
  if (/^multipart\//i.test(contentType)) return fromParts(readMultipart(body, contentType) ?? [])
  demandShort(body.length)
  const text = body.toString('utf8').replace(/^\uFEFF/, '')
  if (/^\s*[[{]/.test(text)) {
    const read = json(text, /json/i.test(contentType))
    if (read) return { params: read, files: [] }
  }
  if (/json/i.test(contentType) && text.trim() !== '') throw unreadable()
  return { params: nested(readPairs(text)), files: [] }
}

/**
 * What is read as text, before anybody knows who sent it: reading 25 MB of it would hold up everybody else for seconds. Fifty entries of a batch with the
 * longest messages there are take less.
 */
const mostText = 4_194_304

function demandShort(bytes: number): void {
  if (bytes > mostText)
    throw new GraphError('bad_parameter', '(#100) What is no file may have 4 MB in one request, all of it together')
}

/** JSON whatever the header calls it. A list is a batch's. */
function json(text: string, demanded: boolean): Record<string, Value> | undefined {
  try {
    const read = (mayNeedCare.test(text) ? JSON.parse(text, withoutPrototype) : JSON.parse(text)) as unknown
    if (Array.isArray(read)) return { batch: read }
    if (typeof read === 'object' && read !== null) return read as Record<string, Value>
  } catch {
    // Said below, where it was meant to be JSON.
  }
  if (demanded) throw unreadable()
  return undefined
}

/** Going through every value takes ten times as long as reading them: only where one may be there that we do not take. */
const mayNeedCare = /\\u|__proto__|constructor|prototype/

/** Keys that would reach into an object's making are no parameters. */
export const withoutPrototype = (key: string, value: unknown): unknown =>
  key === '__proto__' || key === 'constructor' || key === 'prototype'
    ? undefined
    : typeof value === 'string'
      ? whole(value)
      : value

/** Text that a database can keep: no null characters, no halves of characters. */
const whole = (text: string): string => text.replaceAll('\0', '').toWellFormed()

const unreadable = (): GraphError => new GraphError('bad_parameter', '(#100) The body is not valid JSON')

function fromParts(parts: readonly Part[]): { params: Record<string, Value>; files: readonly Part[] } {
  const files = parts.filter(part => part.filename !== undefined)
  const plain = parts.filter(part => part.filename === undefined)
  demandShort(plain.reduce((sum, part) => sum + part.bytes.length, 0))
  const pairs = plain.map(part => [part.name, whole(part.bytes.toString('utf8'))] as const)
  return { params: nested(pairs), files }
}

type Pairs = readonly (readonly [string, string])[]

const mostPairs = 5_000

export function readPairs(text: string): Pairs {
  const said = text.split('&', mostPairs + 1)
  if (said.length > mostPairs) throw new Refusal('bad_input', { field: 'body', problem: 'too_many', limit: mostPairs })
  return said.filter(Boolean).map(pair => {
    const [name = '', ...value] = pair.split('=')
    return [decoded(name.replaceAll('+', ' ')), decoded(value.join('=').replaceAll('+', ' '))] as const
  })
}

/** `a[0][b]=c` becomes an object in an object; what is said twice is what was said last. */
function nested(pairs: Pairs): Record<string, Value> {
  // Most calls name no part of anything, and what they say is an object already.
  if (pairs.every(([name]) => name !== '' && !name.includes('['))) return Object.fromEntries(pairs)
  const result: Record<string, Value> = Object.create(null)
  for (const [name, value] of pairs) put(result, steps(name), value)
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, listed(value)]))
}

/** What has numbers for names is a list. */
function listed(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, inner]) => [name, listed(inner)] as const)
  return entries.length > 0 && entries.every(([name]) => /^\d{1,4}$/.test(name))
    ? entries.map(([, inner]) => inner)
    : Object.fromEntries(entries)
}

const deepest = 12

function steps(name: string): string[] {
  const [first = '', ...rest] = name.split('[', deepest)
  return [first, ...rest.map(step => step.replace(/\]$/, ''))]
}

function put(into: Record<string, Value>, path: readonly string[], value: string): void {
  const [first = '', ...rest] = path
  const name = first === '' ? next(into) : first
  if (rest.length === 0) into[name] = value
  else {
    const inner = into[name]
    const below = typeof inner === 'object' && inner !== null ? (inner as Record<string, Value>) : Object.create(null)
    into[name] = below
    put(below, rest, value)
  }
}

const unnamed = new WeakMap<object, number>()

/** `a[]=…` says no number: it takes the next one. */
function next(into: Record<string, Value>): string {
  let n = unnamed.get(into) ?? 0
  while (String(n) in into) n++
  unnamed.set(into, n + 1)
  return String(n)
}

/** A percent sign that means nothing stays one. */
function decoded(text: string): string {
  if (!text.includes('%')) return whole(text)
  try {
    return whole(decodeURIComponent(text))
  } catch {
    return whole(text)
  }
}
