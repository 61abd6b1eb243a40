import type { Mode } from '../platform/config.ts'
import { readSetting, writeSetting } from '../platform/settings.ts'
import { StartProblem } from '../platform/start-problem.ts'

/** The mode is a stored row: the try-out's invented people and production's real ones never meet in one database. */
export async function demandMode(mode: Mode, folder: string): Promise<void> {
  const stored = await readSetting<Mode>('mode')
  if (stored && stored !== mode)
    throw new StartProblem(stored === 'tryout' ? 'data_is_tryout' : 'data_is_production', { folder })
  if (!stored) await writeSetting('mode', mode)
}

/** Stops in order at the first Ctrl-C or SIGTERM, at once at the second. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const end = async (): Promise<void> => {
    if (stopping) process.exit(1)
    stopping = true
    await stop()
    process.exit(0)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
