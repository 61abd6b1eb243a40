import { existsSync, readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Described } from '../../connectors/calls.ts'
import type { Heard } from './exercise.ts'
import { strangeName } from './names-in.ts'
import type { Exchange } from './played-client.ts'

/** Other people's descriptions are read in place, never copied. */
export const sharedFixtures =
  process.env.PASSERELLE_FIXTURES ?? new URL('../../../shared/fixtures', import.meta.url).pathname

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly $ref?: string
  readonly schema?: object
}
interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly responses?: Readonly<Record<string, { content?: Readonly<Record<string, { schema?: object }>> }>>
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

/** What a description says of a call: what is wrong with it, and which headers it names. */
export interface Judged {
  readonly problem: string | undefined
  readonly headers: readonly string[]
}

/** Checks calls against a description; `undescribed` where it has no such path. */
export function validator(service: Described): (heard: Heard) => Judged | 'undescribed' {
  const { file, addresses, prefix } = service
  const document: Description = JSON.parse(readFileSync(`${sharedFixtures}/openapi/${file}`, 'utf8'), asSchema)
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema(document, 'd')
  ajv.addSchema(withoutRequired(document), 'small')
  const compiled = new Map<string, ValidateFunction>()
  const paths = Object.keys(document.paths).map(path => ({ path, pattern: patternOf(path) }))
  return heard => {
    const { call } = heard
    if (!addresses.includes(call.address)) return 'undescribed'
    const inside = (call.path.split('?')[0] ?? '').replace(prefix, '')
    const method = call.method.toLowerCase()
    const path = paths
      .filter(one => one.pattern.test(inside) && document.paths[one.path]?.[method])
      .toSorted((a, b) => variables(a.path) - variables(b.path))[0]?.path
    const operation = path === undefined ? undefined : document.paths[path]?.[method]
    if (path === undefined || !operation) return 'undescribed'
    const parameters = parametersOf(document, path, operation)
    const problem =
      queryProblem(parameters, call) ??
      valueProblem(parameters, heard, file) ??
      bodyProblem(ajv, compiled, path, operation, call) ??
      answerProblem(document, ajv, compiled, path, operation, heard, service)
    const headers = parameters.filter(one => one.in === 'header').map(one => one.name.toLowerCase())
    return { problem, headers }
  }
}

/** OpenAPI 3.0 says `nullable` beside a reference, where JSON Schema wants a choice; its examples are no schemas. */
const asSchema = (key: string, value: Readonly<Record<string, unknown>> | null): unknown => {
  if (key === 'example') return undefined
  if (typeof value?.nullable !== 'boolean' || 'type' in value) return value
  const { nullable, ...schema } = value
  return nullable ? { anyOf: [{ type: 'null' }, schema] } : schema
}

/** The same description, in which nothing has to be there; what told its choices apart may be missing too. */
const withoutRequired = (document: Description): Description =>
  JSON.parse(
    JSON.stringify(document, (key, value) =>
      key === 'required' && Array.isArray(value) ? undefined : value,
    ).replaceAll('"oneOf":', '"anyOf":'),
  )

const variables = (path: string): number => path.split('{').length
const patternOf = (path: string): RegExp =>
  new RegExp(`^${(path.split('#')[0] ?? '').replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`)

const parametersOf = (document: Description, path: string, operation: Operation): Parameter[] =>
  [...(document.paths[path]?.parameters ?? []), ...(operation.parameters ?? [])].map(one =>
    one.$ref ? (document.components?.parameters?.[one.$ref.split('/').at(-1) ?? ''] ?? one) : one,
  )

const sentQuery = (call: Exchange['call']): Record<string, string> => ({
  ...Object.fromEntries(new URLSearchParams(call.path.split('?')[1] ?? '')),
  ...(call.query as Record<string, string>),
})

/** Of every OData service by its standard, whether a path's description repeats it or not. */
const odata = /^\$(?:select|expand|filter|orderby|top|skip|skiptoken|count|search|format)$/

function queryProblem(parameters: readonly Parameter[], call: Exchange['call']): string | undefined {
  const known = parameters.filter(one => one.in === 'query')
  const sent = Object.keys(sentQuery(call))
  const strange = sent.find(name => !known.some(one => one.name === name) && !odata.test(name))
  const missing = known.find(one => one.required && !sent.includes(one.name))
  return strange
    ? `query parameter “${strange}” is not described`
    : missing && `query parameter “${missing.name}” is missing`
}

/** Values travel as text: each must be what its schema allows once read as that, or a list of such. */
function valueProblem(parameters: readonly Parameter[], heard: Heard, file: string): string | undefined {
  const query = sentQuery(heard.call)
  for (const one of parameters) {
    const sent = one.in === 'query' ? query[one.name] : one.in === 'header' ? heard.headers[one.name.toLowerCase()] : ''
    if (one.in === 'header' && one.required && sent === undefined) return `header “${one.name}” is missing`
    if (!sent || !one.schema || one.in === 'path') continue
    const validate = valueSchema(one.schema, file)
    if (!validate({ value: sent }) && !validate({ value: sent.split(',') }))
      return `${one.in} “${one.name}” may not be “${sent}”`
  }
  return undefined
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
  const validate = schemaAt(ajv, compiled, pointer)
  return validate(body) ? undefined : ajv.errorsText(validate.errors)
}

/**
 * What the played service answered, held against the same description: a connector must not be proved on answers that are never given. A service that
 * is played in small says less than the real one, but nothing else: no value of another kind, and no name that is not described. What cannot be asked of
 * it: all that is required (`fields`, `$select` and the like leave it out at the real one too), one of several choices and no other (what tells them
 * apart may be left out), a status that the description forgets (most say nothing of 401, 404 and 429).
 */
function answerProblem(
  document: Description,
  ajv: Ajv,
  compiled: Map<string, ValidateFunction>,
  path: string,
  operation: Operation,
  { call, answer }: Heard,
  { unlike, openErrors, open, nulls = [] }: Pick<Described, 'unlike' | 'openErrors' | 'open' | 'nulls'>,
): string | undefined {
  if (unlike?.some(one => one.test(call.path)) || (openErrors && answer.status >= 400)) return undefined
  const all = Object.keys(operation.responses ?? {})
  const good = all.find(one => one.startsWith('2'))
  const other = answer.status < 400 ? good : all.find(one => one === 'default')
  // Which success it is differs from the descriptions more often than its shape.
  const status = all.find(one => one === String(answer.status)) ?? other
  if (!status) return undefined
  const type = Object.keys(operation.responses?.[status]?.content ?? {}).find(name => name.includes('json'))
  const schema = type === undefined ? undefined : operation.responses?.[status]?.content?.[type]?.schema
  if (!type || !schema) return undefined
  const pointer = ['paths', path, call.method.toLowerCase(), 'responses', status, 'content', type, 'schema']
  const validate = schemaAt(ajv, compiled, pointer, 'small')
  const json = JSON.parse(JSON.stringify(answer.json ?? null), (key, value) =>
    value === null && nulls.includes(key) ? undefined : value,
  )
  if (!validate(json)) return `the played answer ${status}: ${ajv.errorsText(validate.errors)}`
  const strange = strangeName(document, [schema], answer.json, open)
  return strange && `the played answer ${status} has “${strange}”, which is not described`
}

function schemaAt(
  ajv: Ajv,
  compiled: Map<string, ValidateFunction>,
  pointer: readonly string[],
  within: 'd' | 'small' = 'd',
): ValidateFunction {
  const ref = `${within}#/${pointer.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: ref })
  compiled.set(ref, validate)
  return validate
}

const readers = new Map<string, Ajv>()
const valueSchemas = new Map<object, ValidateFunction>()

/** The schema of a value that came as text. References in it are to its own description. */
function valueSchema(schema: object, file: string): ValidateFunction {
  const found = valueSchemas.get(schema)
  if (found) return found
  const ajv = readers.get(file) ?? readerOf(file)
  const inside = JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"d#/'))
  const made = ajv.compile({ type: 'object', properties: { value: inside } })
  valueSchemas.set(schema, made)
  return made
}

function readerOf(file: string): Ajv {
  const ajv = new Ajv({ strict: false, coerceTypes: 'array', logger: false })
  addFormats.default(ajv)
  ajv.addSchema(JSON.parse(readFileSync(`${sharedFixtures}/openapi/${file}`, 'utf8'), asSchema), 'd')
  readers.set(file, ajv)
  return ajv
}
