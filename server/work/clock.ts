import { makeLogDays } from '../domain/activity/keep-log.ts'
import { catchUpWhereDue } from '../domain/inbound/catch-up.ts'
import { postDigests } from '../domain/inbound/digest.ts'
import { renewSubscriptions } from '../domain/inbound/subscribe.ts'
import { endDisuse } from '../domain/integrations/end-disuse.ts'
import { endWhatEnds } from '../domain/integrations/end-what-ends.ts'
import { holdPlans } from '../domain/integrations/hold-plans.ts'
import { giveUpOld } from '../domain/webhooks/forget-old.ts'
import { gatherSums } from '../domain/webhooks/sums.sql.ts'
import { forgetOld } from './forget.ts'

/** What the clock starts, on each process: verbs that bear it, each so often (seconds). The first look is soon after the start. */
const turns: readonly (readonly [number, () => Promise<void>])[] = [
  [600, renewSubscriptions],
  [15, catchUpWhereDue],
  [30, postDigests],
  [10, endWhatEnds],
  [60, giveUpOld],
  [20, gatherSums],
  [600, holdPlans],
  [3_600, makeLogDays],
  [3_600, forgetOld],
  [86_400, endDisuse],
]
const firstAfter = 5

export function startClock(onProblem: (problem: unknown) => void): { stop(): void } {
  const timers = turns.flatMap(([seconds, verb]) => {
    const tick = (): void => void verb().catch(onProblem)
    return [setTimeout(tick, firstAfter * 1_000), setInterval(tick, seconds * 1_000)]
  })
  return {
    stop() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}
