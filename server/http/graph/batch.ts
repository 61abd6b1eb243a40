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
  /** Where a picture is found. */
  readonly location?: string
}

const most = 50

export async function runBatch(
  outer: GraphRequest,
  run: (request: GraphRequest) => Promise<Answer>,
): Promise<unknown[]> {
  const entries = asJson(outer.params.batch)
  if (!Array.isArray(entries)) throw new GraphError('bad_parameter', '(#100) batch must be a JSON list')
  if (entries.length > most)
    throw new GraphError('bad_parameter', `Too many requests in batch message. Maximum batch size is ${most}`)
  const headers = asBoolean(outer.params.include_headers) !== false
  const answers: unknown[] = []
  for (const entry of entries) answers.push(await one(entry, outer, headers, run))
  return answers
}

async function one(
  entry: Value,
  outer: GraphRequest,
  headers: boolean,
  run: (request: GraphRequest) => Promise<Answer>,
): Promise<unknown> {
  const asked = asObject(entry)
  const relative = asText(asked?.relative_url)
  if (!asked || relative === undefined) return answered({ status: 400, text: JSON.stringify(notACall) }, headers)
  const request = readRequest({
    method: (asText(asked.method) ?? 'GET').toUpperCase(),
    url: `/${relative}`,
    contentType: '',
    body: Buffer.from(asText(asked.body) ?? ''),
  })
  const answer = await run({
    ...request,
    version: request.version || outer.version,
    params: { ...credentials(outer), ...request.params },
    query: request.query,
  })
  return asBoolean(asked.omit_response_on_success) === true && answer.status < 400 ? null : answered(answer, headers)
}

/** What stands on the outer call holds for all of them. */
const credentials = ({ params }: GraphRequest): Record<string, Value> =>
  Object.fromEntries(
    ['access_token', 'appsecret_proof', 'appsecret_time'].flatMap(name =>
      name in params ? [[name, params[name]]] : [],
    ),
  )

const notACall = {
  error: { message: '(#100) A batch entry needs method and relative_url', type: 'OAuthException', code: 100 },
}

const answered = ({ status, text }: Answer, headers: boolean): unknown => ({
  code: status,
  ...(headers && { headers: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }] }),
  body: text,
})
