import { type Follower, followStream } from './follow-stream.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Follows the stream for this tab: through the browser's one worker, or by itself where there is none. Answers how to stop. */
export function connectLive(who: string, follower: Follower): () => void {
  const worker = sharedWorker()
  return worker ? throughWorker(worker, who, follower) : followStream(follower)
}

function sharedWorker(): SharedWorker | undefined {
  if (typeof SharedWorker === 'undefined') return undefined
  try {
    return new SharedWorker(new URL('./live-worker.ts', import.meta.url), { type: 'module', name: 'live' })
  } catch {
    // A browser may forbid workers in a private window; the tab then reads by itself.
    return undefined
  }
}

function throughWorker({ port }: SharedWorker, who: string, follower: Follower): () => void {
  const send = (message: ToWorker) => port.postMessage(message)
  port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.who !== who) return
    if (data.type === 'frame') follower.frame(data.data)
    else follower[data.type]()
  }
  const leave = () => send({ type: 'bye' })
  send({ type: 'follow', who })
  addEventListener('pagehide', leave)
  return () => {
    removeEventListener('pagehide', leave)
    port.onmessage = null
    leave()
    port.close()
  }
}
