import { listenTo } from '../../platform/listen.ts'
import type { Event, Place } from './event.ts'
import { eventsAfter, lastPlace } from './events.sql.ts'

const batchSize = 500
/** What is committed but not settled is looked at again soon: its readers should not wait for the next wake-up call. */
const soonest = 4
const latest = 100

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
  let wait = soonest
  let unsettled: NodeJS.Timeout | undefined

  async function catchUp(): Promise<void> {
    do {
      again = false
      const { events, more } = await eventsAfter(place, batchSize)
      const last = events.at(-1)
      if (last) await read(events)
      place = last ?? place
      again ||= events.length === batchSize
      lookAgain(more, last !== undefined)
    } while (again && !stopped)
  }

  function lookAgain(more: boolean, moved: boolean): void {
    clearTimeout(unsettled)
    wait = moved || !more ? soonest : Math.min(wait * 2, latest)
    if (more && !stopped) unsettled = setTimeout(wake, wait)
  }

  function wake(): void {
    again = true
    if (reading || stopped) return
    reading = catchUp()
      .catch(problem => {
        again = false
        onProblem(problem)
      })
      .finally(() => {
        reading = undefined
        if (again) wake()
      })
  }

  const listening = listenTo('events', wake)
  const timer = setInterval(wake, 500)
  return {
    place: () => place,
    async stop() {
      stopped = true
      clearInterval(timer)
      clearTimeout(unsettled)
      listening.stop()
      await reading
    },
  }
}
