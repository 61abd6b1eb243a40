import type { FastifyInstance, FastifyRequest } from 'fastify'
import { acceptEvent } from '../../domain/inbound/accept-event.ts'
import { readBody } from './read-body.ts'

/** The door where services post: the raw bytes, as they came, to the installation that the unguessable address names. */
export async function hookRoutes(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (request: FastifyRequest) => readBody(request))
  app.route<{ Params: { key: string }; Querystring: Record<string, string> }>({
    method: ['GET', 'POST', 'HEAD'],
    url: '/hooks/:key',
    /** The rest of what is too long is not read: this connection carries nothing more. */
    errorHandler: (error, _request, reply) => reply.header('connection', 'close').send(error),
    async handler(request, reply) {
      const asked = {
        method: request.method,
        query: Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, String(value)])),
        headers: singleHeaders(request.raw.rawHeaders),
        body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      }
      const answer = await acceptEvent(request.params.key, asked, { address: request.ip, traceId: request.id })
      return reply
        .status(answer.status)
        .headers({ 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8', ...answer.headers })
        .send(answer.body ?? '')
    },
  })
}

/** A header that came twice is one with a comma, and no signature has a comma. Of some, Node would keep the first and say nothing. */
function singleHeaders(raw: readonly string[]): Record<string, string> {
  const single = new Map<string, string>()
  for (let n = 0; n < raw.length; n += 2) {
    const [name, value] = [(raw[n] ?? '').toLowerCase(), raw[n + 1] ?? '']
    const before = single.get(name)
    single.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(single)
}
