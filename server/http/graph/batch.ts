/**
 * Many calls in one (workplace-graph-api.md 3.6): each by itself, in order, with the outer token unless it brings its own; one that fails is only its own
 * failure.
 */
import { GraphError } from './graph-error.ts'
import { asBoolean, asJson, asObject, asText, type Value } from './lenient.ts'
import { type GraphRequest, readRequest } from './request.ts'

export interface Answer {
  readonly status: number
  /** JSON. */
  readonly text: string
  /** Where else to look, with a status that says so. */
  readonly location?: string | undefined
}

const most = 50
const atOnce = 10

export interface Running {
  run(request: GraphRequest): Promise<Answer>
  /** What is answered where an entry cannot even be read. */
  refuse(error: unknown): Answer
}

export async function runBatch(outer: GraphRequest, running: Running): Promise<unknown[]> {
  const entries = asJson(outer.params.batch)
  if (!Array.isArray(entries)) throw new GraphError('bad_parameter', '(#100) batch must be a JSON list')
  if (entries.length > most)
    throw new GraphError('bad_parameter', `Too many requests in batch message. Maximum batch size is ${most}`)
  const headers = asBoolean(outer.params.include_headers) !== false
  const answers: unknown[] = []
  for (const group of turns(entries))
    answers.push(...(await Promise.all(group.map(entry => one(entry, outer, headers, running)))))
  return answers
}

/** Entries that only read go side by side, since none can see another; whatever changes something has its turn alone, in order. */
function turns(entries: readonly Value[]): Value[][] {
  const groups: Value[][] = []
  let reading: Value[] | undefined
  for (const entry of entries) {
    const reads = (asText(asObject(entry)?.method) ?? 'GET').toUpperCase() === 'GET'
    if (reads && reading && reading.length < atOnce) reading.push(entry)
    else {
      const group = [entry]
      groups.push(group)
      reading = reads ? group : undefined
    }
  }
  return groups
}

async function one(entry: Value, outer: GraphRequest, headers: boolean, { run, refuse }: Running): Promise<unknown> {
  const asked = asObject(entry)
  const answer = await attempt()
  return asBoolean(asked?.omit_response_on_success) === true && answer.status < 400 ? null : answered(answer, headers)

  // Those before it have changed things already: their answers must not be lost with one that nobody can read.
  async function attempt(): Promise<Answer> {
    try {
      return await run(read(asked, outer))
    } catch (error) {
      return refuse(error)
    }
  }
}

function read(asked: Record<string, Value> | undefined, outer: GraphRequest): GraphRequest {
  const relative = asText(asked?.relative_url)
  if (!asked || relative === undefined)
    throw new GraphError('bad_parameter', '(#100) A batch entry needs method and relative_url')
  const request = readRequest({
    method: (asText(asked.method) ?? 'GET').toUpperCase(),
    url: `/${relative}`,
    contentType: '',
    body: Buffer.from(asText(asked.body) ?? ''),
  })
  // Some libraries say an entry's own token beside its address and not in it.
  const own = asText(asked.access_token)
  const params = { ...(own !== undefined && { access_token: own }), ...request.params }
  return {
    ...request,
    version: request.version || outer.version,
    params: { ...credentials(outer, params), ...params },
  }
}

/** What stands on the outer call holds for all of them; its proof proves its own token, and none that an entry brings. */
function credentials({ params }: GraphRequest, own: GraphRequest['params']): Record<string, Value> {
  if (own.access_token !== undefined) return {}
  return Object.fromEntries(
    ['access_token', 'appsecret_proof', 'appsecret_time'].flatMap(name =>
      name in params ? [[name, params[name]]] : [],
    ),
  )
}

const answered = ({ status, text }: Answer, headers: boolean): unknown => ({
  code: status,
  ...(headers && { headers: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }] }),
  body: text,
})
