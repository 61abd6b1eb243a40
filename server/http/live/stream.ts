import type { ServerResponse } from 'node:http'
import { type Event, type Place, placeText } from '../../domain/events/event.ts'
import { type Following, frameFor, stepWith } from './frame-for.ts'
import type { Hydrated } from './hydrate.ts'

/** A reader who takes nothing is cut off at this many bytes; they can come back from where they were (faults.md F09). */
const mostWaiting = 1_048_576

/** One open stream. Until it has caught up, what happens meanwhile waits in order. */
export class Stream {
  readonly following: Following
  readonly #response: ServerResponse
  #held: (readonly [readonly Event[], Hydrated])[] | undefined = []

  constructor(following: Following, response: ServerResponse) {
    this.following = following
    this.#response = response
  }

  /** A batch of the log, for whoever follows. */
  follow(events: readonly Event[], read: Hydrated): void {
    if (this.#held) this.#held.push([events, read])
    else this.#write(events, read)
  }

  /** Frames of what was missed: seen with the rights of now, so nothing that was lost since comes along. */
  catchUp(events: readonly Event[], read: Hydrated): void {
    for (const event of events) this.#frame(event, read)
  }

  /** It has caught up: what waited goes out, and from here on everything at once. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const [events, read] of held) this.#write(events, read)
  }

  /** Says where the reader stands, so that coming back from here misses nothing; also keeps the connection warm. */
  mark(place: Place): void {
    this.#send(`id: ${placeText(place)}\n\n`)
  }

  resync(): void {
    this.#send(`data: ${JSON.stringify({ type: 'resync' })}\n\n`)
  }

  end(): void {
    this.#response.end()
  }

  #write(events: readonly Event[], read: Hydrated): void {
    for (const event of events) {
      if (!stepWith(this.following, event)) {
        this.end()
        return
      }
      this.#frame(event, read)
    }
  }

  #frame(event: Event, read: Hydrated): void {
    const frame = frameFor(this.following, event, read)
    if (frame) this.#send(`id: ${placeText(event)}\ndata: ${JSON.stringify(frame)}\n\n`)
  }

  #send(text: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return
    if (this.#response.writableLength > mostWaiting) this.#response.destroy()
    else this.#response.write(text)
  }
}
