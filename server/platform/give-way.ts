/** What somebody waits for goes first: long work, cut into steps, gives way between two of them while other things are asked for. */

/** Who asked is likely to ask again for so long. */
const likelyMs = 20
/** While others ask, a pause is so many times the step before it, whatever that took: long work has a fifth of the time then, and still comes to its end. */
const share = 4
const longestMs = 100

let lastAsked = Number.NEGATIVE_INFINITY

/** Somebody asked for something, and waits. */
export function noteAsking(): void {
  lastAsked = performance.now()
}

/** The same steps, with pauses between them while others ask; none while nobody does. */
export function givingWay<Given extends unknown[], Result>(
  step: (...given: Given) => Promise<Result>,
): (...given: Given) => Promise<Result> {
  let took = 0
  return async (...given) => {
    if (took > 0 && performance.now() - lastAsked < likelyMs) await pause(Math.min(longestMs, took * share))
    const began = performance.now()
    const result = await step(...given)
    took = performance.now() - began
    return result
  }
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
