import type { Mode } from '../platform/config.ts'
import { maybe, sql } from '../platform/db.ts'
import { readSetting, writeSetting } from '../platform/settings.ts'
import { StartProblem } from '../platform/start-problem.ts'

/**
 * The mode is a stored row: the try-out's invented people and production's real ones never meet in one database. Asked before
 * anything is changed there; `place` is what the operator called it.
 */
export async function demandMode(mode: Mode, place: string): Promise<void> {
  const begun = await maybe(sql`select where to_regclass('public.server_settings') is not null`)
  const stored = begun && (await readSetting<Mode>('mode'))
  if (stored && stored !== mode)
    throw new StartProblem(stored === 'tryout' ? 'data_is_tryout' : 'data_is_production', { place })
}

/** Kept by the first start. */
export async function keepMode(mode: Mode): Promise<void> {
  if (!(await readSetting<Mode>('mode'))) await writeSetting('mode', mode)
}
