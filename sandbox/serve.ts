/**
 * A second listener that plays the outside services from the sandbox.ts of each connector, for the try-out and the tests only. `/<connector>/<address>/…` stands
 * for each base address a connector has.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { frontPage, sendPage } from './pages.ts'
import { type Played, playAll } from './play.ts'
import { respond } from './respond.ts'

export interface RunningSandbox {
  readonly origin: string
  /** A played service, to look at and to steer in tests. */
  service(id: string): Played
  stop(): Promise<void>
}

export async function startSandbox({ port }: { port: number }): Promise<RunningSandbox> {
  let origin = ''
  const services = await playAll(() => origin)
  const server = createServer((request, response) => {
    handle(services, request, response).catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return {
    origin,
    service(id) {
      const found = services.get(id)
      if (!found) throw new Error(`no service is played under the name ${id}`)
      return found
    },
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

async function handle(
  services: ReadonlyMap<string, Played>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, id = '', ...rest] = url.pathname.split('/')
  const service = services.get(id)
  const body = await read(request)
  if (service) await respond(service, `/${rest.join('/')}`, url, request, body, response)
  else if (id === '') sendPage(response, 200, frontPage([...services.values()]))
  else sendPage(response, 404, frontPage([...services.values()]))
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
