import pg from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../platform/config.ts'
import { lockDataFolder } from '../platform/data-lock.ts'
import { connectDatabase, disconnectDatabase } from '../platform/db.ts'
import { migrate } from '../platform/migrate.ts'
import { startPostgres } from '../platform/postgres.ts'
import { StartProblem } from '../platform/start-problem.ts'

export interface OpenDatabase {
  readonly appUrl: string
  readonly ownerUrl: string
  readonly embedded: boolean
  close(): Promise<void>
}

/** The operator's PostgreSQL where one is named, else the embedded one in the data folder; migrated, and connected as the server's own role. */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  const database = config.databaseUrl
    ? await openNamed(config.databaseUrl, config.migrateDatabaseUrl)
    : await openEmbedded(config, log)
  await migrate(database.ownerUrl)
  connectDatabase(database.appUrl)
  return {
    ...database,
    async close() {
      await disconnectDatabase()
      await database.close()
    },
  }
}

async function openNamed(appUrl: string, ownerUrl = appUrl): Promise<OpenDatabase> {
  await tryUrl('DATABASE_URL', appUrl)
  if (ownerUrl !== appUrl) await tryUrl('MIGRATE_DATABASE_URL', ownerUrl)
  return { appUrl, ownerUrl, embedded: false, close: async () => {} }
}

async function openEmbedded(config: Config, log: Logger): Promise<OpenDatabase> {
  const lock = await lockDataFolder(config.dataFolder)
  const postgres = await startPostgres({ folder: config.dataFolder, log })
  return {
    appUrl: postgres.appUrl,
    ownerUrl: postgres.ownerUrl,
    embedded: true,
    async close() {
      await postgres.stop()
      await lock.release()
    },
  }
}

/** Connects once, so that a wrong address is a sentence now and not an error later. The password in it is not repeated. */
async function tryUrl(name: string, url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>('select current_setting($1) as version', [
      'server_version_num',
    ])
    if (Number(rows[0]?.version) < 150_000) throw new StartProblem('database_old', { name })
  } catch (error) {
    if (error instanceof StartProblem) throw error
    const problem =
      error instanceof Error ? error.message || String((error as NodeJS.ErrnoException).code) : String(error)
    throw new StartProblem('database_wrong', { name, problem }, { cause: error })
  } finally {
    await client.end().catch(() => {})
  }
}
