import { sealAudit } from '../domain/audit/seal.ts'
import { pushToCollectors } from '../domain/collectors/push.ts'

/** What follows the logs closely: the audit is sealed within a second, and collectors hear of both soon after. One turn of each at a time. */
const turns: readonly (readonly [number, () => Promise<void>])[] = [
  [500, sealAudit],
  [1_000, pushToCollectors],
]

export function startFollowers(onProblem: (problem: unknown) => void): { stop(): Promise<void> } {
  const running = new Map<() => Promise<void>, Promise<void>>()
  const timers = turns.map(([ms, verb]) =>
    setInterval(() => {
      if (running.has(verb)) return
      const turn = verb()
        .catch(onProblem)
        .finally(() => running.delete(verb))
      running.set(verb, turn)
    }, ms),
  )
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
