/**
 * The one road from the screens to the server. A call answers as the contract says or throws a RefusalError; nothing here knows
 * what is being asked.
 */
import type { AnswerOf, BodyOf, Params, QueryOf, Route } from '../../contract/api/route.ts'
import type { RefusalAnswer } from '../../contract/refusals.ts'

/** Refusals of the server, and two of our own: no answer came (`unreachable`), or one that nobody promised (`fault`). */
export type RefusedCode = RefusalAnswer['error']['code'] | 'unreachable'

/** `message` is in the reader's language and says what to do next; it is empty for `unreachable`, whose words are ours. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError'
  readonly code: RefusedCode
  readonly data: Readonly<Record<string, string | number>>
  readonly traceId: string | undefined

  constructor(code: RefusedCode, message: string, data: Record<string, string | number> = {}, traceId?: string) {
    super(message)
    this.code = code
    this.data = data
    this.traceId = traceId
  }
}

type Given<Name extends string, T> = [T] extends [undefined]
  ? { [N in Name]?: undefined }
  : Partial<T> extends T
    ? { [N in Name]?: T }
    : { [N in Name]: T }

/** What a route needs: its `:parameters`, query and body, each only where the contract has it. */
export type Shape<R extends Route> = Given<'params', Params<R['path']>> &
  Given<'query', QueryOf<R>> &
  Given<'body', BodyOf<R>> & { signal?: AbortSignal }

export type ShapeArgument<R extends Route> = Partial<Shape<R>> extends Shape<R> ? [shape?: Shape<R>] : [shape: Shape<R>]

/** The same, once types are of no more use. */
interface Sent {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  signal?: AbortSignal
}

/** `await call(createPost, { params: { groupId }, body: { text } })` */
export async function call<R extends Route>(route: R, ...[shape]: ShapeArgument<R>): Promise<AnswerOf<R>> {
  const { params, query, body, signal } = (shape ?? {}) as Sent
  const response = await send(addressOf(route.path, params, query), {
    method: route.method,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang || 'en',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw await refusalIn(response)
  return (await response.json()) as AnswerOf<R>
}

/** The same for a route whose body is bytes and no JSON. */
export async function callWithBytes<R extends Route>(
  route: R,
  params: Params<R['path']>,
  bytes: Blob,
  signal: AbortSignal,
): Promise<AnswerOf<R>> {
  const response = await send(addressOf(route.path, params), {
    method: route.method,
    headers: {
      accept: 'application/json',
      'accept-language': document.documentElement.lang || 'en',
      'content-type': 'application/octet-stream',
    },
    body: bytes,
    signal,
  })
  if (!response.ok) throw await refusalIn(response)
  return (await response.json()) as AnswerOf<R>
}

function addressOf(path: string, params: Record<string, string> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return `/api${filled}${search && `?${search}`}`
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new RefusalError('unreachable', '')
  }
}

async function refusalIn(response: Response): Promise<RefusalError> {
  try {
    const { error } = (await response.json()) as RefusalAnswer
    return new RefusalError(error.code, error.message, error.data, error.traceId)
  } catch {
    // A proxy in between may answer without our envelope.
    return new RefusalError(response.status >= 500 ? 'unreachable' : 'fault', '')
  }
}
