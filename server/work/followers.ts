import { sealAudit } from '../domain/audit/seal.ts'
import { pushToCollectors } from '../domain/collectors/push.ts'

interface Follower {
  readonly everyMs: number
  readonly turn: () => Promise<void>
  /** One turn after the other. */
  readonly alone: boolean
}

/** What follows the logs closely: the audit is sealed within a second, and collectors hear of both soon after. */
const followers: readonly Follower[] = [
  { everyMs: 500, turn: sealAudit, alone: true },
  // A collector that is slow or far behind holds up no other: it is leased by the turn that tells it, and the next one takes whoever is not.
  { everyMs: 1_000, turn: pushToCollectors, alone: false },
]

export function startFollowers(onProblem: (problem: unknown) => void): { stop(): Promise<void> } {
  const running = new Map<Promise<void>, Follower>()
  const timers = followers.map(follower =>
    setInterval(() => {
      if (follower.alone && [...running.values()].includes(follower)) return
      const turn = follower
        .turn()
        .catch(onProblem)
        .finally(() => running.delete(turn))
      running.set(turn, follower)
    }, follower.everyMs),
  )
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.keys())
    },
  }
}
