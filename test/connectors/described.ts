import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Described } from '../../connectors/calls.ts'
import type { Exchange } from './played-client.ts'

/** Other people's descriptions are read in place, never copied. */
export const sharedFixtures =
  process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly $ref?: string
}
interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly required?: boolean
    readonly content?: Readonly<Record<string, { schema?: object }>>
  }
}
type PathItem = Readonly<Record<string, Operation>> & { readonly parameters?: readonly Parameter[] }
interface Description {
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components?: { readonly parameters?: Readonly<Record<string, Parameter>> }
}

export const descriptionIsThere = (file: string): boolean => existsSync(`${sharedFixtures}/openapi/${file}`)

/** Checks calls against a description; answers what is wrong with one, or nothing. `undescribed` where it has no such path. */
export function validator({
  file,
  addresses,
  prefix,
}: Described): (call: Exchange['call']) => string | 'undescribed' | undefined {
  const document: Description = JSON.parse(readFileSync(`${sharedFixtures}/openapi/${file}`, 'utf8'), asSchema)
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'd')
  const compiled = new Map<string, ValidateFunction>()
  const paths = Object.keys(document.paths).map(path => ({ path, pattern: patternOf(path) }))
  return call => {
    if (!addresses.includes(call.address)) return 'undescribed'
    const inside = (call.path.split('?')[0] ?? '').replace(prefix, '')
    const method = call.method.toLowerCase()
    const path = paths
      .filter(one => one.pattern.test(inside) && document.paths[one.path]?.[method])
      .toSorted((a, b) => variables(a.path) - variables(b.path))[0]?.path
    const operation = path === undefined ? undefined : document.paths[path]?.[method]
    if (path === undefined || !operation) return 'undescribed'
    return queryProblem(document, path, operation, call) ?? bodyProblem(ajv, compiled, path, operation, call)
  }
}

/** OpenAPI 3.0 says `nullable` beside a reference, where JSON Schema wants a choice; its examples are no schemas. */
const asSchema = (key: string, value: Readonly<Record<string, unknown>> | null): unknown => {
  if (key === 'example') return undefined
  if (value?.nullable !== true || 'type' in value) return value
  const { nullable: _nullable, ...schema } = value
  return { anyOf: [{ type: 'null' }, schema] }
}

const variables = (path: string): number => path.split('{').length
const patternOf = (path: string): RegExp =>
  new RegExp(`^${(path.split('#')[0] ?? '').replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`)

function queryProblem(
  document: Description,
  path: string,
  operation: Operation,
  call: Exchange['call'],
): string | undefined {
  const all = [...(document.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])].map(one =>
    one.$ref ? (document.components?.parameters?.[one.$ref.split('/').at(-1) ?? ''] ?? one) : one,
  )
  const known = all.filter(one => one.in === 'query')
  const sent = Object.keys({ ...Object.fromEntries(new URLSearchParams(call.path.split('?')[1] ?? '')), ...call.query })
  const strange = sent.find(name => !known.some(one => one.name === name) && !name.startsWith('$'))
  const missing = known.find(one => one.required && !sent.includes(one.name))
  return strange
    ? `query parameter “${strange}” is not described`
    : missing && `query parameter “${missing.name}” is missing`
}

function bodyProblem(
  ajv: Ajv,
  compiled: Map<string, ValidateFunction>,
  path: string,
  operation: Operation,
  call: Exchange['call'],
): string | undefined {
  const type = call.form ? 'application/x-www-form-urlencoded' : 'application/json'
  const content = operation.requestBody?.content ?? {}
  const described = Object.keys(content).find(name => name.startsWith(type))
  const body = call.json ?? call.form
  if (body === undefined) return operation.requestBody?.required ? 'the body is missing' : undefined
  if (!described || !content[described]?.schema) return `a body of ${type} is not described`
  const pointer = ['paths', path, call.method.toLowerCase(), 'requestBody', 'content', described, 'schema']
  const ref = `d#/${pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref })
  compiled.set(ref, validate)
  return validate(body) ? undefined : ajv.errorsText(validate.errors)
}
