let offset = 0

/** The time, in milliseconds since 1970. Handed in to what must be pure; moved only by tests. */
export const now = (): number => Date.now() + offset

export const nowDate = (): Date => new Date(now())

/** For tests: from here on the clock is `milliseconds` ahead of the machine's. */
export function moveClock(milliseconds: number): void {
  offset = milliseconds
}
