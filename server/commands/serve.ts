import { readConfig } from '../platform/config.ts'
import { readMasterKey } from '../platform/keys.ts'
import { makeLog } from '../platform/log.ts'
import { say } from '../platform/words.ts'
import { openDatabase } from './open-database.ts'
import { operatorLanguage } from './operator-language.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** Production: no cast, no sandbox. Until somebody made the first community, the log shows the one-time set-up code. */
export async function serveCommand(): Promise<void> {
  const config = readConfig(process.env, 'production')
  const log = makeLog(config.logLevel)
  const database = await openDatabase(config, log)
  try {
    const key = await readMasterKey({ key: config.key, dataFolder: config.dataFolder, embedded: database.embedded })
    // Only now: whoever is refused above does not wait for all of it to be read.
    const { makeSetUpCode, needsSetUp } = await import('../domain/community/set-up.ts')
    const { startServer } = await import('../main.ts')
    // Before the port is open: from then on a database that goes away ends nothing.
    const setupCode = (await needsSetUp()) ? await makeSetUpCode() : undefined
    const server = await startServer({ config, databaseUrl: database.appUrl, keys: [key], log })
    stopOnSignal(log, async () => {
      await server.stop()
      await database.close()
    })
    const url = config.publicUrl.origin
    log.info({ url }, 'listening')
    if (setupCode) console.log(say(operatorLanguage(), 'commands.setup', { url, setupCode }))
  } catch (error) {
    await database.close()
    throw error
  }
}
