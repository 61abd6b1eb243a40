/**
 * One stream for all tabs of a browser: over HTTP/1.1 a browser opens six connections to a server, and a stream a tab would use
 * them up (stack.md 12). The worker passes frames on and understands none.
 */
import { followStream } from './follow-stream.ts'
import type { FromWorker, ToWorker } from './messages.ts'

const ports = new Set<MessagePort>()
interface Following {
  readonly who: string
  opened: boolean
  stop: () => void
}
let following: Following | undefined

const scope = self as unknown as SharedWorkerGlobalScope
scope.onconnect = event => {
  const port = event.ports[0]
  if (!port) return
  ports.add(port)
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => hear(port, data)
}

function hear(port: MessagePort, message: ToWorker): void {
  if (message.type === 'bye') {
    ports.delete(port)
    if (!ports.size) stop()
    return
  }
  if (following?.who !== message.who) follow(message.who)
  else if (following.opened) port.postMessage({ type: 'opened', who: message.who } satisfies FromWorker)
}

/** Somebody else signed in, or the same person elsewhere: what was followed is over. */
function follow(who: string): void {
  stop()
  const mine: Following = { who, opened: false, stop: () => undefined }
  following = mine
  mine.stop = followStream({
    opened: () => {
      mine.opened = true
      tell({ type: 'opened', who })
    },
    frame: data => tell({ type: 'frame', who, data }),
    ended: () => {
      if (following === mine) following = undefined
      tell({ type: 'ended', who })
    },
  })
}

function stop(): void {
  following?.stop()
  following = undefined
}

function tell(message: FromWorker): void {
  for (const port of ports) port.postMessage(message)
}
