/**
 * The door /live: one stream of server-sent events a browser. Each process follows the log once; a batch is read once and made into frames
 * for each reader, by what they may see when it is read. Nothing is remembered about rights: they are asked for each time.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { type Place, readPlace } from '../../domain/events/event.ts'
import { isWithinReach, lastPlace } from '../../domain/events/events.sql.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callerOf } from '../caller.ts'
import { openStreams } from './open-streams.ts'
import { Stream } from './stream.ts'

/** Who missed more than this asks for everything again. */
const mostMissed = 10_000

export async function liveRoutes(app: FastifyInstance, log: Logger): Promise<void> {
  const streams = await openStreams(log)
  app.addHook('preClose', () => streams.stop())

  app.get('/live', { exposeHeadRoute: false }, async (request, reply) => {
    const person = await callerOf(request)
    if (!person) throw new Refusal('sign_in_needed')
    const { place, missed } = await beginning(request)
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    const stream = new Stream(response, person, place)
    response.once('close', () => streams.remove(stream))
    if (missed) stream.resync()
    else stream.beat()
    streams.add(stream)
  })
}

/** Where the reader left off; or the end of the log, for who begins, or has missed more than the log can tell them. */
async function beginning(request: FastifyRequest): Promise<{ place: Place; missed: boolean }> {
  const { after } = request.query as { after?: unknown }
  const asked = request.headers['last-event-id'] ?? after
  const place = typeof asked === 'string' ? readPlace(asked) : undefined
  if (place && (await isWithinReach(place, mostMissed))) return { place, missed: false }
  return { place: await lastPlace(), missed: asked !== undefined }
}
