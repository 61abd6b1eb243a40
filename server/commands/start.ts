import { readConfig } from '../platform/config.ts'
import { readMasterKey } from '../platform/keys.ts'
import { makeLog } from '../platform/log.ts'
import { say } from '../platform/words.ts'
import { openDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** The try-out: a small invented company and the sandbox services, on data of their own. */
export async function start(): Promise<void> {
  const config = readConfig(process.env, 'tryout')
  const log = makeLog(process.env.LOG_LEVEL ? config.logLevel : 'warn')
  const database = await openDatabase(config, log)
  try {
    const key = await readMasterKey({ key: undefined, dataFolder: config.dataFolder, embedded: true })
    // Only now: whoever is refused above does not wait for all of it to be read.
    const { tryOut } = await import('./try-out.ts')
    const running = await tryOut({ config, databaseUrl: database.appUrl, keys: [key], log })
    stopOnSignal(log, async () => {
      await running.stop()
      await database.close()
    })
    console.log(say(operatorLanguage(), 'commands.tryout', running.told))
  } catch (error) {
    await database.close()
    throw error
  }
}
