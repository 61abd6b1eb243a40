/**
 * The one way out (design.md rule 6). Two classes of call: to a service that somebody configured, which may be inside where the operator said
 * so, and to an address that somebody pasted, which never is. No proxy of the environment, no redirect that is not looked at.
 */
import { Agent, type Dispatcher, request } from 'undici'
import { type Guard, guardedConnector, isNamed, NotReachable, openSocket } from './outbound-guard.ts'

export { NotReachable }

export interface Outgoing {
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
  /** Milliseconds for everything, 5 s where absent. */
  readonly timeout?: number
  /** Most bytes of a body, after decoding; 1 MiB where absent. A longer one is cut for a page, and refused for a service. */
  readonly limit?: number
  /**
   * Where the status is the answer and the body only its comment: milliseconds for the body once the answer began. What came by then, or before it broke off,
   * is what there is, cut.
   */
  readonly patience?: number
}

export interface Incoming {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** True where the body was longer than the limit. */
  readonly cut: boolean
  /** Where a page was found after redirects. */
  readonly url: string
  /** Milliseconds until the answer began. */
  readonly firstByteMs: number
}

const mostRedirects = 3
const defaultTimeout = 5_000
const defaultLimit = 1_048_576
let agents = makeAgents({ allow: [] })
let allowed: readonly string[] = []
let current: Guard = { allow: [] }

/** Sets what the operator admits inside; in the try-out and in tests also the sandbox's exact origin. */
export function configureOutbound(guard: Guard): void {
  const before = agents
  agents = makeAgents(guard)
  allowed = guard.allow
  current = guard
  void before.configured.close()
  void before.pasted.close()
}

function makeAgents(guard: Guard): { configured: Agent; pasted: Agent } {
  const agent = (configured: boolean): Agent =>
    new Agent({ connect: guardedConnector(guard, configured, defaultTimeout), pipelining: 1, keepAliveTimeout: 4_000 })
  return { configured: agent(true), pasted: agent(false) }
}

/** Calls a configured service, once, following nothing. */
export function callService(outgoing: Outgoing): Promise<Incoming> {
  return once(agents.configured, outgoing, signalFor(outgoing))
}

/**
 * Sends bytes to a configured service that answers nothing, and hangs up. It took them when it hung up as well, or said nothing against them for a
 * while after the last one left.
 */
export async function sendBytes(url: URL, content: Buffer, timeout = defaultTimeout): Promise<void> {
  const secure = url.protocol === 'tls:'
  const socket = await openSocket(current, { host: url.hostname, port: Number(url.port), secure }, timeout)
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => socket.destroy(new NotReachable()), timeout)
    let quiet: NodeJS.Timeout | undefined
    const settle = (error?: Error): void => {
      clearTimeout(late)
      clearTimeout(quiet)
      socket.destroy()
      if (error) reject(error)
      else resolve()
    }
    socket.on('error', settle)
    socket.on('close', () => settle(socket.writableFinished ? undefined : new NotReachable()))
    socket.resume()
    socket.end(content, () => {
      quiet = setTimeout(settle, 1_000)
    })
  })
}

/** Did the operator name this place inside? Only such a one may be called without encryption as somebody's callback. */
export const isAdmittedInside = (url: URL): boolean => isNamed(allowed, url)

/** Gets a pasted page: at most three redirects, each looked at like the first; nothing secret crosses. */
export async function getPage(outgoing: Outgoing): Promise<Incoming> {
  const { answer, ...found } = await follow(outgoing)
  return { ...found, ...(await bodyOf(answer, found.headers, outgoing.limit ?? defaultLimit)) }
}

/** The same for what is too large to be held: its body comes in pieces, as they arrive. One longer than the limit ends in `TooLong`. */
export async function openPage(
  outgoing: Outgoing,
): Promise<Omit<Incoming, 'body' | 'cut'> & { body: AsyncIterable<Buffer> }> {
  const { answer, ...found } = await follow(outgoing)
  return { ...found, body: piecesOf(answer, found.headers, outgoing.limit ?? defaultLimit) }
}

/** More came than may. */
export class TooLong extends Error {
  override readonly name = 'TooLong'
}

async function* piecesOf(
  { body }: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  limit: number,
): AsyncIterable<Buffer> {
  if (isPacked(headers) || Number(headers['content-length'] ?? 0) > limit) {
    body.destroy()
    throw isPacked(headers) ? new NotReachable() : new TooLong()
  }
  let length = 0
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > limit) {
      body.destroy()
      throw new TooLong()
    }
    yield piece
  }
}

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly url: string
  readonly firstByteMs: number
  readonly answer: Dispatcher.ResponseData
}

async function follow(outgoing: Outgoing): Promise<Answered> {
  const signal = signalFor(outgoing)
  let url = outgoing.url
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const found = await ask(agents.pasted, { ...outgoing, url }, signal)
    const next = found.status >= 300 && found.status < 400 ? found.headers.location : undefined
    if (!next) return found
    found.answer.body.destroy()
    if (!URL.canParse(next, url)) throw new NotReachable()
    url = new URL(next, url).href
  }
  throw new NotReachable()
}

const signalFor = (outgoing: Outgoing): AbortSignal => AbortSignal.timeout(outgoing.timeout ?? defaultTimeout)

async function once(dispatcher: Dispatcher, outgoing: Outgoing, signal: AbortSignal): Promise<Incoming> {
  const { answer, ...found } = await ask(dispatcher, outgoing, signal)
  const limit = outgoing.limit ?? defaultLimit
  const body =
    outgoing.patience === undefined
      ? bodyOf(answer, found.headers, limit)
      : commentOf(answer, found.headers, limit, outgoing.patience)
  return { ...found, ...(await body) }
}

async function ask(dispatcher: Dispatcher, outgoing: Outgoing, signal: AbortSignal): Promise<Answered> {
  const url = new URL(outgoing.url)
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new NotReachable()
  const began = performance.now()
  const answer = await request(url, {
    dispatcher,
    signal,
    method: (outgoing.method ?? 'GET') as Dispatcher.HttpMethod,
    headers: { 'user-agent': 'Passerelle', 'accept-encoding': 'identity', ...outgoing.headers },
    ...(outgoing.body !== undefined && { body: outgoing.body }),
  })
  const firstByteMs = Math.round(performance.now() - began)
  // A body that is thrown away says so on this event.
  answer.body.on('error', () => {})
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
  return { status: answer.statusCode, headers, url: url.href, firstByteMs, answer }
}

/** We asked for no compression: a body that comes compressed all the same is not opened, so that no bomb is. */
const isPacked = (headers: Readonly<Record<string, string>>): boolean =>
  Boolean(headers['content-encoding']) && headers['content-encoding'] !== 'identity'

async function bodyOf(
  { body }: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  limit: number,
): Promise<{ body: Buffer; cut: boolean }> {
  if (!isPacked(headers)) return readUpTo(body, limit)
  body.destroy()
  return { body: Buffer.alloc(0), cut: true }
}

/** Never fails: the answer is known without it. */
async function commentOf(
  { body }: Dispatcher.ResponseData,
  headers: Readonly<Record<string, string>>,
  limit: number,
  patience: number,
): Promise<{ body: Buffer; cut: boolean }> {
  const timer = setTimeout(() => body.destroy(), patience)
  const parts: Buffer[] = []
  let length = 0
  try {
    if (isPacked(headers)) throw new NotReachable()
    for await (const part of body as AsyncIterable<Buffer>) {
      parts.push(part)
      length += part.length
      if (length > limit) throw new TooLong()
    }
    return { body: Buffer.concat(parts), cut: false }
  } catch {
    body.destroy()
    return { body: Buffer.concat(parts).subarray(0, limit), cut: true }
  } finally {
    clearTimeout(timer)
  }
}

async function readUpTo(body: Dispatcher.ResponseData['body'], limit: number): Promise<{ body: Buffer; cut: boolean }> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    length += part.length
    if (length > limit) {
      body.destroy()
      return { body: Buffer.concat([...parts, part.subarray(0, part.length - (length - limit))]), cut: true }
    }
    parts.push(part)
  }
  return { body: Buffer.concat(parts), cut: false }
}
