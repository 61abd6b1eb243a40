import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Person } from '../../domain/access/actor.ts'
import { isAfter, type Place, placeText } from '../../domain/events/event.ts'

/** At most this many bytes wait for a reader; the rest stays in the log until they have taken some (faults.md F09). */
const mostWaiting = 1_000_000
/** Who takes nothing for this long is cut off; they can come back to where they were. */
const patienceMs = 10_000

/** A frame as text, and where in the log it stands. */
export interface Block {
  readonly place: Place
  readonly text: string
}

/** One open stream: whose, and how far it has been told. */
export class Stream {
  person: Person
  place: Place
  /** Is it told each batch as it comes, or does it still catch up by itself? */
  live = false
  readonly #response: ServerResponse

  constructor(response: ServerResponse, person: Person, place: Place) {
    this.#response = response
    this.person = person
    this.place = place
  }

  get closed(): boolean {
    return this.#response.writableEnded || this.#response.destroyed
  }

  /** Says what comes after its place, up to `place`; answers false, and says nothing, where too much is waiting already. */
  tell(blocks: readonly Block[], place: Place): boolean {
    const text = blocks.map(block => (isAfter(block.place, this.place) ? block.text : '')).join('')
    const waiting = this.#response.writableLength
    if (waiting > 0 && waiting + text.length > mostWaiting) return false
    if (isAfter(place, this.place)) this.place = place
    if (text) this.#send(text)
    return true
  }

  /** A sign of life. It names the place too: a reader whom little concerns still comes back near the end of the log. */
  beat(): void {
    this.#send(`: here\nid: ${placeText(this.place)}\n\n`)
  }

  resync(): void {
    this.#send(`id: ${placeText(this.place)}\ndata: ${JSON.stringify({ type: 'resync' })}\n\n`)
  }

  /** Waits until the reader has taken what waits for them; who does not is cut off. */
  async drained(): Promise<void> {
    if (this.closed || !this.#response.writableNeedDrain) return
    const waiting = new AbortController()
    const { signal } = waiting
    const patience = setTimeout(() => this.#response.destroy(), patienceMs)
    await Promise.race([once(this.#response, 'drain', { signal }), once(this.#response, 'close', { signal })]).catch(
      () => undefined,
    )
    clearTimeout(patience)
    waiting.abort()
  }

  end(): void {
    this.#response.end()
  }

  cut(): void {
    this.#response.destroy()
  }

  #send(text: string): void {
    if (!this.closed) this.#response.write(text)
  }
}
