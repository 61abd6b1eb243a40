/** One call: a node, or an edge of one, read or changed. What it answers is data; how it went out is the door's. */

import { askedIn } from './asked.ts'
import { type Field, readFields } from './fields.ts'
import { demandName, type Found, findNodes } from './find-node.ts'
import { GraphError, missing } from './graph-error.ts'
import { asList, asText } from './lenient.ts'
import { type Edge, type GraphCall, own, type Sent } from './node.ts'
import type { GraphRequest } from './request.ts'
import { sharedAddress } from './shared-address.ts'
import { uploadRevision } from './writes/files.ts'

export async function runCall(call: GraphCall, request: GraphRequest): Promise<unknown> {
  const [name, edgeName, item, ...rest] = request.path
  if (name === undefined) return atRoot(call, request)
  if (name === 'group_file_revisions' && request.method === 'POST') return uploadRevision(call, request)
  demandName(name)
  const found = (await findNodes(call, [name])).get(name)
  if (!found || rest.length > 0) throw missing(name, request.method)
  const { node } = found
  if (edgeName === undefined && request.method === 'GET') return readNode(call, request, found, name)
  // Whole before part: what is not there for the caller has no edges to be told of (threats.md A15).
  const id = outerId(await node.reach(call, [found.id]), found.id)
  if (id === undefined) throw missing(name, request.method)
  if (edgeName === undefined) return atNode(call, request, { node, id }, name)
  const edge = own(node.edges, edgeName)
  if (!edge) throw unknownPath(edgeName)
  return atEdge(call, request, { node, id, edge, edgeName, item, name })
}

/** `/?ids=a,b` and `/?id=<address>`. */
async function atRoot(call: GraphCall, request: GraphRequest): Promise<unknown> {
  if (request.method !== 'GET') throw new GraphError('bad_parameter', 'Unsupported post request at the root')
  const ids = asList(request.params.ids).flatMap(id => asText(id)?.trim() || [])
  if (ids.length > 0) return many(call, ids, fieldsOf(request))
  const id = asText(request.params.id)?.trim()
  if (id && /^https?:\/\//i.test(id)) return sharedAddress(call, id, fieldsOf(request))
  if (id) return runCall(call, { ...request, path: [id] })
  throw new GraphError('token_needed', '(#2500) Unknown path components: /')
}

const mostIds = 50

/** An object for each name, by the name as given; one that is not there fails the call. */
async function many(call: GraphCall, names: readonly string[], fields: readonly Field[] | undefined): Promise<unknown> {
  const wanted = [...new Set(names)]
  if (wanted.length > mostIds)
    throw new GraphError('bad_parameter', `(#100) At most ${mostIds} ids may be asked for at once`)
  for (const name of wanted) demandName(name)
  const found = await findNodes(call, wanted)
  const answer: Record<string, unknown> = Object.create(null)
  for (const node of new Set([...found.values()].map(one => one.node))) {
    const mine = [...found].filter(([, one]) => one.node === node)
    const objects = await node.read(
      call,
      mine.map(([, one]) => one.id),
      fields,
    )
    for (const [name, { id }] of mine) answer[name] = objects.get(outerId(objects, id) ?? '')
  }
  for (const name of wanted) if (answer[name] === undefined) throw missing(name)
  return Object.fromEntries(wanted.map(name => [name, answer[name]]))
}

/** What may not be read is not there: reading tells, without being asked before. */
async function readNode(call: GraphCall, request: GraphRequest, { node, id }: Found, name: string): Promise<unknown> {
  const objects = await node.read(call, [id], fieldsOf(request))
  const object = objects.get(outerId(objects, id) ?? '')
  if (!object) throw missing(name)
  return object
}

async function atNode(call: GraphCall, request: GraphRequest, { node, id }: Found, name: string): Promise<unknown> {
  const sent: Sent = request
  if (request.method === 'POST' && node.update) return node.update(call, id, sent)
  if (request.method === 'DELETE' && node.remove) return node.remove(call, id, sent)
  throw missing(name, request.method)
}

interface AtEdge extends Found {
  readonly edge: Edge
  readonly edgeName: string
  readonly item: string | undefined
  readonly name: string
}

async function atEdge(
  call: GraphCall,
  request: GraphRequest,
  { edge, edgeName, item, id, name }: AtEdge,
): Promise<unknown> {
  const { method } = request
  if (method === 'DELETE' && edge.remove) return edge.remove(call, id, request, item)
  // One program reads with POST, and nothing to change (workplace-graph-api.md 5.2).
  const reads =
    method === 'GET' || (method === 'POST' && 'fields' in request.params && item === undefined && !changes(request))
  if (method === 'POST' && edge.create && !reads) return edge.create(call, id, request, item)
  if (!reads || item !== undefined || !(edge.list || edge.answer)) throw missing(name, method)
  if (edge.needs.length > 0 && !call.caller.holds(...edge.needs)) throw notGranted(edgeName, edge.needs)
  const asked = askedIn(request.params)
  if (edge.answer) return edge.answer(call, id, asked, fieldsOf(request))
  return (await edge.list?.(call, [id], asked, fieldsOf(request)))?.get(id) ?? { data: [] }
}

const ofTheCall = new Set([
  'fields',
  'access_token',
  'appsecret_proof',
  'appsecret_time',
  'method',
  'limit',
  'after',
  'before',
  'format',
])
const changes = ({ params }: GraphRequest): boolean => Object.keys(params).some(name => !ofTheCall.has(name))

const notGranted = (edge: string, needs: readonly string[]): GraphError =>
  new GraphError(
    'not_granted',
    `(#10) To read '${edge}' the integration needs one of these permissions: ${needs.join(', ')}`,
  )

const unknownPath = (part: string): GraphError =>
  new GraphError('token_needed', `(#2500) Unknown path components: /${part.slice(0, 100)}`)

/** `fields=a,b{c}`, `fields[0]=a&fields[1]=b`; nothing asked for is the default set. */
export function fieldsOf({ params }: Pick<GraphRequest, 'params'>): readonly Field[] | undefined {
  if (params.fields === undefined || params.fields === '') return undefined
  const text =
    typeof params.fields === 'string'
      ? params.fields
      : asList(params.fields)
          .flatMap(one => asText(one) ?? [])
          .join(',')
  return readFields(text)
}

/** Numbers, alone or with what they name. */
type Known = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>

/** The full number of what was asked for, also where only the last of two was given. */
const outerId = (known: Known, id: string): string | undefined =>
  known.has(id)
    ? id
    : id.includes('_')
      ? undefined
      : [...known.keys()].find(one => one.endsWith(`_${id.replace(/^mid\.\$/, '')}`))
