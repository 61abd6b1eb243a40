/**
 * The doors opened by a request, composed by path, and the one place where what went wrong becomes an answer (style.md 3.11).
 * Nothing of the product is decided here.
 */
import cookie from '@fastify/cookie'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { noteAsking } from '../platform/give-way.ts'
import { newTraceId } from '../platform/ids.ts'
import { answerProblem } from './answer-problem.ts'
import { apiRoutes } from './api/api.ts'
import { compileWhenAsked } from './compile-when-asked.ts'
import { connectRoutes } from './connect/callback.ts'
import { keyRoutes } from './connect/log-in-keys.ts'
import { exportRoutes } from './files/exports.ts'
import { fileRoutes } from './files/files.ts'
import { logExportRoutes } from './files/log-exports.ts'
import { graphRoutes } from './graph/graph.ts'
import { healthRoutes } from './health/health.ts'
import { hookRoutes } from './hooks/receive.ts'
import { type Hosts, toDoor } from './host-doors.ts'
import { liveRoutes } from './live/live.ts'
import { logRequests } from './log-requests.ts'
import { refuseForeignOrigin } from './origin.ts'
import { pageRoutes } from './pages/pages.ts'
import { scimRoutesOf } from './scim/scim.ts'

export interface HttpOptions {
  readonly publicUrl: URL
  readonly trustProxy: boolean
  readonly log: Logger
  /** Before the usual ones. */
  readonly hosts?: Hosts
}

/** Largest body of an ordinary call, in bytes. A door that takes more says so. */
const bodyLimit = 1_048_576

/** The server as a function from request to response: tests call it by `inject`, without a socket. */
export async function serve(options: HttpOptions): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit,
    trustProxy: options.trustProxy,
    logger: false,
    genReqId: newTraceId,
    forceCloseConnections: true,
    rewriteUrl: toDoor(options.hosts ?? []),
    http: { maxHeaderSize: 65_536 },
    routerOptions: { maxParamLength: 500 },
    schemaController: { compilersFactory: { buildValidator: compileWhenAsked } },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array' } },
  })
  await app.register(cookie)
  app.setErrorHandler(answerProblem(options.log))
  logRequests(app, options.log)
  app.addHook('onRequest', (_request, _reply, done) => {
    noteAsking()
    done()
  })
  await app.register(
    async api => {
      api.addHook('onRequest', refuseForeignOrigin(options.publicUrl))
      apiRoutes(api)
    },
    { prefix: '/api' },
  )
  await app.register(async graph => graphRoutes(graph, options.log))
  await app.register(async scim => scimRoutesOf(scim, options.log))
  await app.register(exportRoutes)
  await app.register(logExportRoutes)
  fileRoutes(app)
  await app.register(hookRoutes)
  await app.register(connectRoutes)
  await app.register(keyRoutes)
  await app.register(async live => liveRoutes(live, options.log))
  healthRoutes(app)
  await pageRoutes(app)
  return app
}
