import { renewSubscriptions } from '../domain/inbound/subscribe.ts'

const everyMinutes = 10

/** What the clock starts, on each process: verbs that bear it. The first look is soon after the start. */
export function startClock(onProblem: (problem: unknown) => void): { stop(): void } {
  const tick = (): void => void renewSubscriptions().catch(onProblem)
  const first = setTimeout(tick, 5_000)
  const timer = setInterval(tick, everyMinutes * 60_000)
  return {
    stop() {
      clearTimeout(first)
      clearInterval(timer)
    },
  }
}
