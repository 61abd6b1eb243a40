/** What a program asks of SCIM: version, path, parameters and body, as they are really sent (workplace-scim.md 1 and 2). */
import type { Dialect } from '../../../contract/scim/names.ts'
import { readPairs, withoutPrototype } from '../graph/request.ts'
import { ScimError } from './scim-error.ts'

export type Json = unknown
export type JsonObject = Readonly<Record<string, Json>>

export interface ScimRequest {
  readonly dialect: Dialect
  readonly method: string
  /** Decoded parts of the path, behind the version. */
  readonly path: readonly string[]
  /** By their names in lower case; what is said twice is what was said last. */
  readonly query: Readonly<Record<string, string>>
  readonly body: JsonObject
}

export function readCall(said: {
  method: string
  url: string
  atRoot: boolean
  body: Buffer | undefined
}): ScimRequest {
  const [rawPath = '', ...rest] = said.url.split('?')
  const parts = rawPath.split('/').filter(Boolean).map(decoded)
  const version = /^v[12]$/i.test(parts[0] ?? '') ? parts[0]?.toLowerCase() : undefined
  return {
    // At its own host there is no version and it is 2; elsewhere, an address without one was 1's.
    dialect: version === 'v1' || (version === undefined && !said.atRoot) ? 'v1' : 'v2',
    method: said.method === 'HEAD' ? 'GET' : said.method,
    path: version === undefined ? parts : parts.slice(1),
    query: Object.fromEntries(readPairs(rest.join('?')).map(([name, value]) => [name.toLowerCase(), value])),
    body: said.method === 'GET' || said.method === 'HEAD' || said.method === 'DELETE' ? {} : readBody(said.body),
  }
}

/** JSON, whatever the header calls it. */
function readBody(body: Buffer | undefined): JsonObject {
  const text =
    body
      ?.toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim() ?? ''
  const read = text === '' ? {} : parsed(text)
  if (!isObject(read)) throw new ScimError('bad_syntax', 'The body is not a JSON object')
  return read
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text, withoutPrototype)
  } catch {
    return undefined
  }
}

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
