import type { Logger } from 'pino'

/** A stop that takes longer than this is given up. */
const longestStop = 10_000
/** npm passes on the Ctrl-C that the terminal sent to everybody: what comes this soon is the same one. */
const sameSignal = 1_000

/** Stops in order at the first Ctrl-C or SIGTERM; at once at a second one, or when stopping hangs. */
export function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let begun = 0
  const end = async (): Promise<void> => {
    if (begun > 0 && Date.now() - begun > sameSignal) process.exit(1)
    if (begun > 0) return
    begun = Date.now()
    setTimeout(() => process.exit(1), longestStop).unref()
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      log.error({ err: error }, 'stopping failed')
      process.exit(1)
    }
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
