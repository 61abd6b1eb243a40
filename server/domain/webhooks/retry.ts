/** When what failed is tried again; pure, since time is told by the database (threats.md A24). */

const minute = 60
const hour = 3_600
/** After the first failure at once, then ever later; then twice a day until three days are over. */
const delays = [0, 5, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour]
const afterwards = 12 * hour
const givenUpAfter = 72 * hour
/** However short the wait: what failed together does not come back together (threats.md A22). */
const spread = 4
const longestAsked = 12 * hour

/**
 * Seconds until the next attempt after `tries` failures, the delivery being `age` seconds old; nothing where three days are over. `asked`: what the
 * receiver said in Retry-After. `random` is between 0 and 1.
 */
export function delayAfter(
  tries: number,
  age: number,
  asked: number | undefined,
  random = Math.random(),
): number | undefined {
  if (age >= givenUpAfter) return undefined
  const base = delays[tries - 1] ?? afterwards
  return Math.max(base * (0.9 + random * 0.2), asked ?? 0) + random * spread
}

/** Seconds or a date; nothing where it is neither. At most half a day: nobody stops us for good with it. */
export function readRetryAfter(text: string | undefined, now: Date): number | undefined {
  if (text === undefined) return undefined
  const seconds = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Math.ceil((Date.parse(text) - now.getTime()) / 1_000)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestAsked) : undefined
}
