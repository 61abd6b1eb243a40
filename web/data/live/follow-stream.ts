import { eventReader } from './read-events.ts'

export interface Follower {
  /** The stream is open; whatever is read from now on misses nothing. */
  opened(): void
  frame(data: string): void
  /** The server does not know us any more. Nothing is tried again. */
  ended(): void
}

/** The server says something, a heartbeat at least, well within this time; silence means a dead connection. */
const silence = 45_000
const longestWait = 10_000

/**
 * Follows /live until it is stopped: after a break it comes back from the last frame read, so nothing is missed and nothing comes
 * twice. Answers how to stop.
 */
export function followStream(follower: Follower): () => void {
  const stop = new AbortController()
  let last: string | undefined
  let tries = 0

  async function read(): Promise<void> {
    const attempt = new AbortController()
    const signal = AbortSignal.any([stop.signal, attempt.signal])
    let quiet = setTimeout(() => attempt.abort(), silence)
    const response = await fetch('/live', {
      headers: { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) },
      cache: 'no-store',
      signal,
    })
    if (response.status === 401) return end()
    if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
    tries = 0
    follower.opened()
    const take = eventReader(({ id, data }) => {
      if (id !== undefined) last = id
      if (data) follower.frame(data)
    })
    for await (const piece of textOf(response.body)) {
      clearTimeout(quiet)
      quiet = setTimeout(() => attempt.abort(), silence)
      take(piece)
    }
    clearTimeout(quiet)
  }

  function end(): void {
    stop.abort()
    follower.ended()
  }

  async function keepReading(): Promise<void> {
    while (!stop.signal.aborted) {
      await read().catch(() => undefined)
      if (!stop.signal.aborted) await pause(Math.min(longestWait, 250 * 2 ** tries++) * (0.5 + Math.random()))
    }
  }
  void keepReading()
  return () => stop.abort()
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield decoder.decode(value, { stream: true })
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
