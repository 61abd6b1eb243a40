import { breakGlass } from '../domain/community/break-glass.ts'
import { configureAddresses, oneTimePage } from '../platform/addresses.ts'
import { readConfig } from '../platform/config.ts'
import { makeLog } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { say } from '../platform/words.ts'
import { visitDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'

/** `passerelle break-glass <e-mail>`: when no administrator can get in, with the server running or stopped. */
export async function breakGlassCommand(args: readonly string[]): Promise<void> {
  const [email] = args
  if (!email) throw new StartProblem('break_glass_usage')
  const config = readConfig(process.env, 'production')
  const database = await visitDatabase(config, makeLog('error'))
  try {
    if ((await pendingMigrations(database.appUrl)).length > 0) throw new StartProblem('not_migrated')
    configureAddresses(config.publicUrl)
    const found = await breakGlass(email)
    if (!found) throw new StartProblem('break_glass_unknown', { email })
    console.log(say(operatorLanguage(), 'commands.glass_broken', { name: found.name, link: oneTimePage(found.token) }))
  } finally {
    await database.close()
  }
}
