import { setTimeout as wait } from 'node:timers/promises'

/** What a client did, written down before it is sent and marked when it is answered: the checker trusts this, never the server's word. */
export interface Entry {
  readonly key: string
  state: 'sent' | 'ok' | 'unknown'
  /** What the server called it. */
  id?: string
  tries: number
}

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
    await wait(100 + Math.random() * 100)
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
