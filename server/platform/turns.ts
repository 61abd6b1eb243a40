/** Whoever comes waits for a turn; at most this many wait before the next is told so. */
const mostWaiting = 5_000

/** Too many wait already. */
export class Crowded extends Error {
  constructor() {
    super('too many are waiting')
    this.name = 'Crowded'
  }
}

/**
 * Lets `size` pieces of work run at once and the others wait in order. In front of a pool of connections, so that waiting in a crowd is not mistaken
 * for a database that does not answer.
 */
export function takeTurns(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = size
  return async work => {
    if (free > 0) free--
    else if (waiting.length >= mostWaiting) throw new Crowded()
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
