import { listenTo } from '../../platform/listen.ts'
import type { Event, Place } from './event.ts'
import { eventsAfter, lastPlace } from './events.sql.ts'

const batchSize = 500

/**
 * Follows the log from now on: `read` gets every batch in order, once, and the next batch only when it is done. A wake-up call makes it
 * quick; a look every half second makes it sure. `place` answers where the follower stands.
 */
export async function followEvents(
  read: (events: readonly Event[]) => Promise<void>,
  onProblem: (problem: unknown) => void,
): Promise<{ place(): Place; stop(): Promise<void> }> {
  let place = await lastPlace()
  let reading: Promise<void> | undefined
  let again = false
  let stopped = false

  async function catchUp(): Promise<void> {
    do {
      again = false
      const events = await eventsAfter(place, batchSize)
      const last = events.at(-1)
      if (!last) continue
      await read(events)
      place = last
      again ||= events.length === batchSize
    } while (again && !stopped)
  }

  function wake(): void {
    again = true
    if (reading || stopped) return
    reading = catchUp()
      .catch(onProblem)
      .finally(() => {
        reading = undefined
      })
  }

  const listening = listenTo('events', wake)
  const timer = setInterval(wake, 500)
  return {
    place: () => place,
    async stop() {
      stopped = true
      clearInterval(timer)
      listening.stop()
      await reading
    },
  }
}
