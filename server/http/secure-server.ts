/** The same doors over TLS, on a port of its own: each name gets its certificate by what the client asks for (SNI). */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Certificates } from '../platform/tls.ts'

export interface SecureServer {
  listen(at: { port: number; host: string }): Promise<unknown>
  close(): Promise<void>
}

export function secureServer(app: FastifyInstance, certificates: Certificates): SecureServer {
  const server = createServer(
    {
      SNICallback: (name, done) => done(null, certificates.contextFor(name)),
      maxHeaderSize: 65_536,
      minVersion: 'TLSv1.2',
    },
    app.routing,
  )
  certificates.onFirst(pair => server.setSecureContext(pair))
  const reload = (): void => void certificates.reload()
  process.on('SIGHUP', reload)
  return {
    async listen(at) {
      await app.ready()
      return new Promise<AddressInfo>((resolve, reject) => {
        server.once('error', reject)
        server.listen(at, () => resolve(server.address() as AddressInfo))
      })
    },
    close() {
      process.off('SIGHUP', reload)
      certificates.close()
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
