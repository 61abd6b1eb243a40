import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { maybe, sql } from '../../platform/db.ts'

/** A database that takes longer to say one word is not there for anybody. */
const longestLook = 900

/** `/health/live`: the process runs. `/health/ready`: it can do its work, the database answers. */
export function healthRoutes(app: FastifyInstance): void {
  app.get('/health/live', async (_request, reply) => reply.header('cache-control', 'no-store').send({ live: true }))
  app.get('/health/ready', async (_request, reply) => {
    const answers = maybe(sql`select 1 as one`).then(Boolean, () => false)
    const ready = await Promise.race([answers, setTimeout(longestLook, false, { ref: false })])
    return reply
      .status(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready })
  })
}
