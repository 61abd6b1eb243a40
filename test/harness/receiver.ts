import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll } from 'vitest'
import { configureOutbound } from '../../server/platform/outbound.ts'

/** One request that a program's server got. */
export interface Received {
  readonly at: number
  readonly url: URL
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly rawHeaders: readonly string[]
  readonly body: string
}
export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly afterMs?: number
  /** The answer begins and never ends. */
  readonly endless?: boolean
}

/** A program's own server: shakes hands, keeps every delivery, and answers as it is told. */
export interface TestReceiver {
  readonly origin: string
  readonly deliveries: Received[]
  readonly handshakes: Received[]
  /** To a delivery; 200 until it is told otherwise. */
  answer: (received: Received) => Answer
  /** To a handshake; the challenge until it is told otherwise. */
  shake: (received: Received) => Answer
  /** What was told, in order: `field verb`. */
  told(): string[]
  calm(): void
}

/** Listens on a name of its own, which only this way out resolves: many may stand beside each other, each its own host. */
export function useReceiver(name = 'program.test'): TestReceiver {
  const challenge = ({ url }: Received): Answer => ({ status: 200, body: url.searchParams.get('hub.challenge') ?? '' })
  const receiver = {
    origin: '',
    deliveries: [] as Received[],
    handshakes: [] as Received[],
    answer: (_: Received): Answer => ({ status: 200 }),
    shake: challenge,
    told: () =>
      receiver.deliveries.map(({ body }) => {
        const { field, value } = JSON.parse(body).entry[0].changes[0]
        return `${field} ${value.verb ?? value.event}`
      }),
    calm() {
      receiver.deliveries.length = 0
      receiver.handshakes.length = 0
      receiver.answer = () => ({ status: 200 })
      receiver.shake = challenge
    },
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { headers, rawHeaders, method = '' } = request
      const url = new URL(request.url ?? '/', receiver.origin)
      const received = {
        at: Date.now(),
        url,
        method,
        headers,
        rawHeaders,
        body: Buffer.concat(parts).toString('latin1'),
      }
      ;(method === 'GET' ? receiver.handshakes : receiver.deliveries).push(received)
      const {
        status,
        headers: said,
        body,
        afterMs,
        endless,
      } = (method === 'GET' ? receiver.shake : receiver.answer)(received)
      setTimeout(() => {
        response.writeHead(status, said)
        if (endless) response.write(body ?? ' ')
        else response.end(body)
      }, afterMs ?? 0)
    })
  })
  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    receiver.origin = `http://${name}:${port}`
    configureOutbound({ allow: [`${name}:${port}`], lookup: async () => ['127.0.0.1'] })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return receiver
}
