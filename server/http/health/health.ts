import type { FastifyInstance } from 'fastify'
import { maybe, sql } from '../../platform/db.ts'

/** `/health/live`: the process runs. `/health/ready`: it can do its work, the database answers. */
export function healthRoutes(app: FastifyInstance): void {
  app.get('/health/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ live: true }))
  app.get('/health/ready', async (_request, reply) => {
    const ready = await maybe(sql`select 1 as one`).then(Boolean, () => false)
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready })
  })
}
