import { readConfig } from '../platform/config.ts'
import { lockDataFolder } from '../platform/data-lock.ts'
import { makeLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { startPostgres } from '../platform/postgres.ts'
import { say } from '../platform/words.ts'
import { operatorLanguage } from './operator-language.ts'

/** Brings the database to the newest form, as its owner, without starting anything else. */
export async function migrateCommand(): Promise<void> {
  const config = readConfig(process.env, 'production')
  const ownerUrl = config.migrateDatabaseUrl ?? config.databaseUrl
  const fresh = await (ownerUrl ? migrate(ownerUrl) : migrateEmbedded(config.dataFolder, config.logLevel))
  console.log(say(operatorLanguage(), 'commands.migrated', { count: fresh.length, names: fresh.join(', ') }))
}

async function migrateEmbedded(folder: string, logLevel: string): Promise<string[]> {
  const lock = await lockDataFolder(folder)
  const postgres = await startPostgres({ folder, log: makeLog(logLevel) })
  try {
    return await migrate(postgres.ownerUrl)
  } finally {
    await postgres.stop()
    await lock.release()
  }
}
