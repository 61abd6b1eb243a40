import { setTimeout as wait } from 'node:timers/promises'

/** A page that is open: it follows the stream, and when the stream breaks it comes back to where it was, as a browser does. */
export interface Reader {
  /** Ids of posts in the order they were told, with how often it had to come back. */
  readonly told: string[]
  readonly places: string[]
  breaks: number
  resyncs: number
  end(): Promise<void>
}

export function follow(port: number, cookie: string): Reader {
  const stop = new AbortController()
  const reader: Reader & { last: string } = {
    told: [],
    places: [],
    breaks: 0,
    resyncs: 0,
    last: '',
    end: async () => {},
  }
  const reading = (async () => {
    while (!stop.signal.aborted) {
      await readOnce(port, cookie, reader, stop.signal).catch(() => undefined)
      if (stop.signal.aborted) return
      reader.breaks++
      await wait(100)
    }
  })()
  reader.end = async () => {
    stop.abort()
    await reading
  }
  return reader
}

async function readOnce(
  port: number,
  cookie: string,
  reader: Reader & { last: string },
  signal: AbortSignal,
): Promise<void> {
  const stream = await fetch(`http://localhost:${port}/live`, {
    headers: { cookie, ...(reader.last && { 'last-event-id': reader.last }) },
    signal,
  })
  if (stream.status !== 200) return
  let text = ''
  for await (const part of stream.body ?? []) {
    text += Buffer.from(part as Uint8Array).toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) take(block, reader)
  }
}

function take(block: string, reader: Reader & { last: string }): void {
  const id = /^id: (.+)$/m.exec(block)?.[1]
  const data = /^data: (.+)$/m.exec(block)?.[1]
  if (data) {
    const frame = JSON.parse(data) as { type: string; verb?: string; post?: { id: string } }
    if (frame.type === 'resync') reader.resyncs++
    if (frame.type === 'post' && frame.verb === 'created' && frame.post) {
      reader.told.push(frame.post.id)
      reader.places.push(id ?? '')
    }
  }
  if (id) reader.last = id
}
