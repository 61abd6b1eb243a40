import { type Config, readConfig } from '../platform/config.ts'
import { lockDataFolder } from '../platform/data-lock.ts'
import { makeLog } from '../platform/log.ts'
import { runningPostgres, startPostgres } from '../platform/postgres.ts'
import { say } from '../platform/words.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { operatorLanguage } from './operator-language.ts'
import { tryDatabase } from './try-database.ts'

/** Brings the database to the newest form, as its owner, without starting anything else. */
export async function migrateCommand(): Promise<void> {
  const config = readConfig(process.env, 'production')
  const ownerUrl = config.migrateDatabaseUrl ?? config.databaseUrl
  const fresh = await (ownerUrl ? migrateNamed(config, ownerUrl) : migrateEmbedded(config.dataFolder))
  console.log(say(operatorLanguage(), 'commands.migrated', { count: fresh.length, names: fresh.join(', ') }))
}

async function migrateNamed(config: Config, ownerUrl: string): Promise<string[]> {
  await tryDatabase(config.migrateDatabaseUrl ? 'MIGRATE_DATABASE_URL' : 'DATABASE_URL', ownerUrl)
  return bringUpToDate({ ownerUrl }, { always: true })
}

async function migrateEmbedded(folder: string): Promise<string[]> {
  const running = await runningPostgres(folder)
  if (running) return bringUpToDate(running, { always: true })
  const lock = await lockDataFolder(folder)
  try {
    const postgres = await startPostgres({ folder, log: makeLog('error') })
    return await bringUpToDate(postgres, { always: true }).finally(postgres.stop)
  } finally {
    await lock.release()
  }
}
