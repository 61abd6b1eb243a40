/**
 * The Graph as OpenAPI, made from the tables the door walks: what is not in them is not described, and what is cannot be left out. Objects of every kind
 * share `/{id}`, so their kinds are the schemas it answers.
 */
import type { GraphDescription } from '../../../contract/api/graph.ts'
import { graphProblems } from '../../../contract/graph/errors.ts'
import { permissions } from '../../../contract/permissions.ts'
import { publicOrigin } from '../../platform/addresses.ts'
import { graphNodes } from './graph-nodes.ts'
import type { Edge, Node } from './node.ts'

export function describe(): GraphDescription {
  return {
    openapi: '3.1.0',
    info: { title: 'Graph API of Workplace', version: 'v3.2', description: about },
    servers: [{ url: `${publicOrigin()}/graph` }],
    security: [{ bearer: [] }, { query: [] }],
    paths: {
      '/{id}': ofObjects(),
      ...Object.fromEntries(edgesByName().map(one => [`/{id}/${one.name}`, ofEdge(one)])),
      '/': batch,
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        query: { type: 'apiKey', in: 'query', name: 'access_token' },
      },
      parameters,
      responses: { Error: error },
      schemas: {
        ...Object.fromEntries(Object.entries(graphNodes).map(([kind, node]) => [kind, schemaOf(node)])),
        Error: errorSchema,
      },
    },
    'x-kinds': Object.entries(graphNodes).map(([kind, node]) => ({
      kind,
      fields: [...node.fields, ...node.links],
      edges: Object.entries(node.edges).map(([name, edge]) => ({
        name,
        verbs: verbsOf(edge),
        needs: graphNames(edge.needs),
      })),
    })),
  }
}

const about =
  'Any version or none stands before an address. An id is a number, an e-mail address, me, community or app. What may not be seen is missing; a field that is not granted is left out.'

const parameters = {
  id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
  fields: { name: 'fields', in: 'query', schema: { type: 'string' }, example: 'id,name,members.limit(5){name}' },
  limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 0, default: 25 } },
  after: { name: 'after', in: 'query', schema: { type: 'string' } },
  before: { name: 'before', in: 'query', schema: { type: 'string' } },
  since: { name: 'since', in: 'query', schema: { type: 'string' } },
  until: { name: 'until', in: 'query', schema: { type: 'string' } },
  summary: { name: 'summary', in: 'query', schema: { type: 'string' } },
}
const parameter = (name: keyof typeof parameters) => ({ $ref: `#/components/parameters/${name}` })
const json = (schema: object) => ({ content: { 'application/json': { schema } } })

const errorSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'code', 'fbtrace_id'],
      properties: {
        message: { type: 'string' },
        type: { type: 'string' },
        code: { type: 'integer', enum: [...new Set(Object.values(graphProblems).map(one => one.code))] },
        error_subcode: { type: 'integer' },
        fbtrace_id: { type: 'string' },
      },
    },
  },
}
const error = { description: 'In Graph’s envelope', ...json({ $ref: '#/components/schemas/Error' }) }
const responses = (schema: object, description = 'As asked') => ({
  200: { description, ...json(schema) },
  default: { $ref: '#/components/responses/Error' },
})
const done = responses({ type: 'object', properties: { success: { type: 'boolean' }, id: { type: 'string' } } }, 'Done')
const sent = { requestBody: json({ type: 'object', additionalProperties: true }) }

const batch = {
  post: {
    summary: 'Up to fifty calls in one',
    requestBody: json({
      type: 'object',
      required: ['batch'],
      properties: { batch: { type: 'array', maxItems: 50, items: { type: 'object' } } },
    }),
    responses: responses({ type: 'array', items: { type: 'object' } }),
  },
}

function ofObjects(): Record<string, unknown> {
  const kinds = Object.entries(graphNodes)
  const whose = (has: (node: Node) => unknown): string =>
    kinds
      .filter(([, node]) => has(node))
      .map(([kind]) => kind)
      .join(', ')
  return {
    parameters: [parameter('id')],
    get: {
      summary: 'An object, by its number',
      parameters: [parameter('fields')],
      responses: responses({ oneOf: kinds.map(([kind]) => ({ $ref: `#/components/schemas/${kind}` })) }),
    },
    post: { summary: `Change: ${whose(node => node.update)}`, ...sent, responses: done },
    delete: { summary: `Delete: ${whose(node => node.remove)}`, responses: done },
  }
}

interface Named {
  readonly name: string
  readonly edges: readonly { readonly kind: string; readonly edge: Edge }[]
}

/** Edges of one name stand at one address, whatever they hang on. */
function edgesByName(): Named[] {
  const all = Object.entries(graphNodes).flatMap(([kind, node]) =>
    Object.entries(node.edges).map(([name, edge]) => ({ name, kind, edge })),
  )
  return [...new Set(all.map(one => one.name))].map(name => ({ name, edges: all.filter(one => one.name === name) }))
}

function ofEdge({ edges }: Named): Record<string, unknown> {
  const operation = (verb: string, has: (edge: Edge) => unknown, more: object): object | undefined => {
    const found = edges.filter(({ edge }) => has(edge))
    const needs = graphNames(found.flatMap(({ edge }) => edge.needs))
    return found.length === 0
      ? undefined
      : {
          summary: `${verb}: ${found.map(one => one.kind).join(', ')}`,
          ...(needs.length > 0 && { 'x-needs-any-of': needs }),
          ...more,
        }
  }
  const of = [...new Set(edges.flatMap(({ edge }) => edge.of ?? []))]
  const get = operation('List', edge => edge.list ?? edge.answer, {
    parameters: paging.map(parameter),
    responses: responses(listOf(of)),
  })
  const post = operation('Add', edge => edge.create, { ...sent, responses: done })
  const remove = operation('Remove', edge => edge.remove, { responses: done })
  return {
    parameters: [parameter('id')],
    ...(get && { get }),
    ...(post && { post }),
    ...(remove && { delete: remove }),
  }
}

const paging = ['fields', 'limit', 'after', 'before', 'since', 'until', 'summary'] as const

/** Kinds that Graph calls by one name are alike to a program. */
const listOf = (names: readonly string[]): object => ({
  type: 'object',
  properties: {
    data: {
      type: 'array',
      items: {
        anyOf: Object.entries(graphNodes)
          .filter(([, node]) => names.includes(node.name))
          .map(([kind]) => ({ $ref: `#/components/schemas/${kind}` })),
      },
    },
    paging: {
      type: 'object',
      properties: { cursors: { type: 'object' }, next: { type: 'string' }, previous: { type: 'string' } },
    },
    summary: { type: 'object' },
  },
})

const schemaOf = (node: Node): object => ({
  type: 'object',
  title: node.name,
  required: ['id'],
  properties: Object.fromEntries(
    [...new Set([...node.fields, ...node.links, ...Object.keys(node.edges)])].map(name => [
      name,
      name === 'id' ? { type: 'string' } : {},
    ]),
  ),
  'x-default-fields': node.defaults,
})

const verbsOf = (edge: Edge): ('reads' | 'creates' | 'removes')[] => [
  ...(edge.list ? (['reads'] as const) : []),
  ...(edge.create ? (['creates'] as const) : []),
  ...(edge.remove ? (['removes'] as const) : []),
]

const graphNames = (needs: readonly string[]): string[] => [
  ...new Set(needs.map(id => permissions.find(one => one.id === id)?.graph ?? id)),
]
