/**
 * The door /live: one stream of server-sent events a browser. Each process follows the log once; a batch is read once and made into frames for each
 * reader by what they may see at that place of the log.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Person } from '../../domain/access/actor.ts'
import { isAfter, type Place, readPlace } from '../../domain/events/event.ts'
import { eventsAfter, isWithinReach } from '../../domain/events/events.sql.ts'
import { followEvents } from '../../domain/events/follow.ts'
import { membershipsOf } from '../../domain/groups/memberships.sql.ts'
import { Refusal } from '../../platform/refusal.ts'
import { callerOf } from '../caller.ts'
import { hydrate } from './hydrate.ts'
import { Stream } from './stream.ts'

const heartbeatMs = 15_000
/** Who missed more than this asks for everything again. */
const mostMissed = 5_000

interface Open {
  readonly stream: Stream
  readonly request: FastifyRequest
}

export async function liveRoutes(app: FastifyInstance, log: Logger): Promise<void> {
  const open = new Set<Open>()
  const follower = await followEvents(
    async events => {
      if (open.size === 0) return
      const read = await hydrate(events, new Set([...open].map(one => one.stream.following.actor.memberId)))
      for (const { stream } of open) stream.follow(events, read)
    },
    problem => log.warn({ err: problem }, 'the live streams wait for the database'),
  )
  const heart = setInterval(() => void beat(open, follower.place(), log), heartbeatMs)

  app.addHook('preClose', async () => {
    clearInterval(heart)
    for (const { stream } of open) stream.end()
    await follower.stop()
  })

  app.get<{ Querystring: { after?: string } }>('/live', async (request, reply) => {
    const actor = await callerOf(request)
    if (!actor) throw new Refusal('sign_in_needed')
    const after = readPlace(String(request.headers['last-event-id'] ?? request.query.after ?? ''))
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    reply.raw.flushHeaders()
    const memberships = new Map<string, 'member' | 'moderator' | 'admin'>()
    const one: Open = { stream: new Stream({ actor, memberships }, reply.raw), request }
    // From here on nothing is missed: what happens while the reader catches up waits.
    open.add(one)
    const joined = follower.place()
    reply.raw.once('close', () => open.delete(one))
    try {
      for (const { group_id, role } of await membershipsOf(actor.communityId, actor.memberId))
        memberships.set(group_id, role)
      await replay(one.stream, actor, after, joined)
      one.stream.release()
    } catch (error) {
      log.warn({ err: error }, 'a live stream could not catch up')
      reply.raw.destroy()
    }
  })
}

/** Sends what was missed between the reader's place and where the stream joined the log. */
async function replay(stream: Stream, actor: Person, after: Place | undefined, joined: Place): Promise<void> {
  if (after && !(await isWithinReach(after, mostMissed))) stream.resync()
  else
    for (let place = after; place; ) {
      const events = (await eventsAfter(place, 500)).events.filter(event => !isAfter(event, joined))
      if (events.length > 0) stream.catchUp(events, await hydrate(events, new Set([actor.memberId])))
      place = events.at(-1)
    }
  stream.mark(joined)
}

/** Says on each stream where it stands, and closes those whose session has run out meanwhile. */
async function beat(open: ReadonlySet<Open>, place: Place, log: Logger): Promise<void> {
  for (const { stream, request } of open) {
    try {
      if (await callerOf(request)) stream.mark(place)
      else stream.end()
    } catch (error) {
      log.debug({ err: error }, 'a heartbeat could not ask for its session')
    }
  }
}
