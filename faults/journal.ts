import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'

/** What a client did, written down before it is sent and marked when it is answered: the checker trusts this, never the server's word. */
export interface Entry {
  readonly key: string
  state: 'sent' | 'ok' | 'unknown'
  /** What the server called it. */
  id?: string
  tries: number
}

/** As many callers as a proxy in front has connections; whoever comes when all are taken waits for one, here and not in the server. */
const connections = 200
const answerWithinMs = 5_000
/** As a well-behaved client comes again: later each time, never all at once. */
const [firstWaitMs, longestWaitMs] = [100, 2_000]

/** A way to post at one server that outlives its deaths. */
export function makeClient(origin: string) {
  const pool = new Pool(origin, {
    connections,
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
    connectTimeout: answerWithinMs,
  })
  return {
    origin,
    async post(path: string, headers: Readonly<Record<string, string>>, body: string) {
      const answer = await pool.request({ method: 'POST', path, headers, body })
      return { status: answer.statusCode, text: await answer.body.text() }
    },
    end: () => pool.destroy(),
  }
}
export type Client = ReturnType<typeof makeClient>

/** Sends until it is answered with a 2xx, with the same key each time; gives up at `end`, and then nobody knows. */
export async function sendUntilAnswered(
  entry: Entry,
  end: number,
  send: () => Promise<{ status: number; id?: string }>,
): Promise<void> {
  while (performance.now() < end) {
    entry.tries++
    const answer = await send().catch(() => undefined)
    if (answer && answer.status >= 200 && answer.status < 300) {
      entry.state = 'ok'
      if (answer.id !== undefined) entry.id = answer.id
      return
    }
    if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      throw new Error(`${entry.key} was refused with ${answer.status}`)
    const most = Math.min(longestWaitMs, firstWaitMs * 2 ** entry.tries)
    await wait((most * (1 + Math.random())) / 2)
  }
  entry.state = 'unknown'
}

/** Begins `perSecond` pieces of work a second until `end`, whatever becomes of them (an open loop), and waits for all. */
export async function offer(perSecond: number, end: number, begin: (n: number) => Promise<void>): Promise<void> {
  const under: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; performance.now() < end; n++) {
    const due = began + (n * 1_000) / perSecond
    const early = due - performance.now()
    if (early > 1) await wait(early)
    under.push(begin(n))
  }
  await Promise.all(under)
}
