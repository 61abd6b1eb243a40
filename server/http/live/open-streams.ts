import type { Logger } from 'pino'
import { type Event, isAfter, type Place } from '../../domain/events/event.ts'
import { eventsAfter } from '../../domain/events/events.sql.ts'
import { followEvents } from '../../domain/events/follow.ts'
import { standingPersons } from '../../domain/identity/standing-persons.ts'
import { Refusal } from '../../platform/refusal.ts'
import { blocksOf } from './blocks-for.ts'
import { hydrate } from './hydrate.ts'
import { inTurn } from './in-turn.ts'
import type { Stream } from './stream.ts'

const heartbeatMs = 15_000
/** Sessions and seats are asked for this often beside the log, which may stand still behind a long transaction. */
const checkMs = 400
/** A reader who catches up is told this many events at a time. */
const pieceSize = 300
const catchingUpAtOnce = 4
const pauseMs = 500

export interface OpenStreams {
  /** From here on the reader is told what comes after the stream's place. */
  add(stream: Stream): void
  remove(stream: Stream): void
  stop(): Promise<void>
}

/** All streams of this process, and its one follower of the log. Each stream knows its own place: nothing is told twice, nothing left out. */
export async function openStreams(log: Logger): Promise<OpenStreams> {
  const streams = new Set<Stream>()
  const catchingUp = new Set<Stream>()
  const alone = inTurn(1)
  const few = inTurn(catchingUpAtOnce)
  let reached: Place = { xid: '0', id: '0' }
  const problem = (error: unknown): void => {
    if (!(error instanceof Refusal)) log.warn({ err: error }, 'the live streams could not go on')
  }

  const tellAll = (events: readonly Event[]): Promise<void> =>
    alone(async () => {
      const live = [...streams].filter(stream => stream.live)
      const last = events.at(-1) ?? reached
      for (const stream of await tell(events, live, last)) void catchUp(stream)
      reached = last
      if (events.some(event => event.topic === 'session' || event.topic === 'member')) await check()
    })

  /** Brings a stream to the end of the log piece by piece, as fast as its reader takes it; there it joins the others. */
  async function catchUp(stream: Stream): Promise<void> {
    stream.live = false
    if (catchingUp.has(stream)) return
    catchingUp.add(stream)
    while (!stream.closed && !stream.live) await stepForward(stream).catch(error => pauseAfter(error, stream))
    catchingUp.delete(stream)
  }

  async function stepForward(stream: Stream): Promise<void> {
    await stream.drained()
    if (stream.closed || (await few(() => tellPiece(stream)))) return
    await alone(async () => {
      const more = isAfter(reached, stream.place) && (await tellPiece(stream))
      stream.live = !more && !isAfter(reached, stream.place)
    })
  }

  /** A database that is away comes back; for anything else the reader had better begin again. */
  async function pauseAfter(error: unknown, stream: Stream): Promise<void> {
    problem(error)
    if (error instanceof Refusal) await new Promise(resolve => setTimeout(resolve, pauseMs))
    else stream.cut()
  }

  async function check(): Promise<void> {
    // Who opens a stream while the question is under way was not asked for.
    const asked = [...streams]
    const standing = await standingPersons(asked.map(stream => stream.person.sessionId))
    for (const stream of asked) closeUnless(stream, standing)
  }

  const follower = await followEvents(tellAll, problem)
  reached = follower.place()
  const heart = setInterval(() => streams.forEach(stream => void stream.beat()), heartbeatMs)
  const checking = setInterval(() => void (streams.size > 0 && check().catch(problem)), checkMs)
  return {
    add(stream) {
      streams.add(stream)
      void catchUp(stream)
    },
    remove: stream => void streams.delete(stream),
    async stop() {
      clearInterval(heart)
      clearInterval(checking)
      for (const stream of streams) stream.end()
      await follower.stop()
    },
  }
}

/** Tells a stream the next piece of the log; answers whether there is more. */
async function tellPiece(stream: Stream): Promise<boolean> {
  const { events } = await eventsAfter(stream.place, pieceSize)
  const last = events.at(-1)
  if (!last) return false
  const behind = await tell(events, [stream], last)
  return behind.length > 0 || events.length === pieceSize
}

/** Tells each of these streams what the events are for its reader; answers those whose readers have too much waiting for them. */
async function tell(events: readonly Event[], streams: readonly Stream[], last: Place): Promise<Stream[]> {
  const behind: Stream[] = []
  for (const communityId of new Set(streams.map(stream => stream.person.communityId))) {
    const theirs = events.filter(event => event.communityId === communityId)
    const here = streams.filter(stream => stream.person.communityId === communityId)
    const persons = here.map(stream => stream.person)
    const blocks = blocksOf(theirs, await hydrate(communityId, theirs, persons))
    const told = here.map(stream => ({ stream, blocks: blocks(stream.person) }))
    const concerned = told.filter(one => one.blocks.length > 0)
    const standing = await standingPersons(concerned.map(one => one.stream.person.sessionId))
    for (const { stream } of concerned) closeUnless(stream, standing)
    for (const { stream, blocks } of told) if (!stream.closed && !stream.tell(blocks, last)) behind.push(stream)
  }
  return behind
}

/** Ends the stream of a session that ended, lost its seat or sits in another community now; else it goes on as who they are now. */
function closeUnless(stream: Stream, standing: Awaited<ReturnType<typeof standingPersons>>): void {
  const person = standing.get(stream.person.sessionId)
  if (person?.communityId === stream.person.communityId) stream.person = person
  else stream.end()
}
