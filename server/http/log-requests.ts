import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

/** One line a request, with its address in words that open nothing. */
export function logRequests(app: FastifyInstance, log: Logger): void {
  if (!log.isLevelEnabled('info')) return
  app.addHook('onResponse', async (request, reply) => {
    const { method, id, ip } = request
    const ms = Math.round(reply.elapsedTime * 10) / 10
    log.info({ trace: id, method, path: pathToTell(request), status: reply.statusCode, ms, address: ip }, 'request')
  })
}

/** As long as a token that was cut by whoever copied it may be; no id and no word of ours is. */
const likeToken = 20

/**
 * The path without its query. Parameters named `…Key` may be one-time tokens or addresses of hooks: their name stands in their place. Where no
 * route took it (a page, whose route only the web knows; a mistyped address) whatever is as long as a token is left out.
 */
export function pathToTell(request: Pick<FastifyRequest, 'url' | 'is404' | 'routeOptions'>): string {
  const path = request.url.split('?', 1)[0] ?? ''
  const pattern = request.is404 ? [] : (request.routeOptions.url ?? '').split('/')
  return path
    .split('/')
    .map((part, n) => {
      const name = pattern[n] ?? ''
      if (/^:.*key$/i.test(name)) return name
      return part.length >= likeToken && name !== part ? '…' : part
    })
    .join('/')
}
