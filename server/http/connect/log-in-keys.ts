import type { FastifyInstance } from 'fastify'
import { publicKeys } from '../../domain/log-ins/id-token.ts'

/** Where programs find what id tokens are signed with: PEM texts by their id, as Workplace answered them, and not a set of JWKs (workplace-graph-api.md 6). */
export async function keyRoutes(app: FastifyInstance): Promise<void> {
  for (const path of ['/.well-known/openid', '/.well-known/openid/'])
    app.get(path, async (_, reply) => {
      reply.header('cache-control', 'public, max-age=300')
      return { keys: await publicKeys() }
    })
}
