import type { CastName } from '../../sandbox/cast.ts'
import type { TestServer } from './server.ts'

/** Somebody's live stream, kept open as a browser does: it comes back with the last id it heard, until it is refused. */
export interface Stream {
  heard(): string
  /** Refused: nobody is signed in with this session any more. */
  refused(): boolean
  end(): void
}

/** The server listens already. */
export async function listen(server: TestServer, who: CastName): Promise<Stream> {
  const stop = new AbortController()
  const { address, port } = server.app.server.address() as { address: string; port: number }
  const cookie = await server.cookie(who)
  let [text, refused] = ['', false]
  async function follow(): Promise<void> {
    while (!stop.signal.aborted && !refused) {
      const last = [...text.matchAll(/^id: (.*)$/gm)].at(-1)?.[1]
      const stream = await fetch(`http://${address}:${port}/live`, {
        headers: { cookie, ...(last && { 'last-event-id': last }) },
        signal: stop.signal,
      })
      refused = stream.status !== 200
      for await (const part of refused ? [] : (stream.body ?? [])) text += Buffer.from(part as Uint8Array).toString()
    }
  }
  void follow().catch(problem => {
    if (!stop.signal.aborted) text += `\n${problem}`
  })
  return { heard: () => text, refused: () => refused, end: () => stop.abort() }
}
