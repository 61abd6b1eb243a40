import { access, constants } from 'node:fs/promises'
import type { Logger } from 'pino'
import type { Config } from '../platform/config.ts'
import { lockDataFolder } from '../platform/data-lock.ts'
import { connectDatabase, disconnectDatabase } from '../platform/db.ts'
import { hasCluster, type PostgresUrls, runningPostgres, startPostgres } from '../platform/postgres.ts'
import { writeOut } from '../platform/postgres-cluster.ts'
import { StartProblem } from '../platform/start-problem.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { demandMode, keepMode } from './mode.ts'
import { tryDatabase } from './try-database.ts'

export interface OpenDatabase extends PostgresUrls {
  readonly embedded: boolean
  /** Disconnects, and stops what was started. */
  close(): Promise<void>
}

/**
 * For what runs the product: the operator's PostgreSQL where one is named, else the embedded one, of which this process takes hold. Refuses the data
 * of the other mode before it changes anything, then brings them up to date; connected as the server's own role.
 */
export async function openDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  return connected(
    config.databaseUrl ? await named(config) : await embedded(config.dataFolder, log),
    async database => {
      await demandMode(config.mode, config.databaseUrl ? 'DATABASE_URL' : config.dataFolder)
      await bringUpToDate(database, { always: database.ownerUrl !== database.appUrl })
      await keepMode(config.mode)
      if (database.embedded) void writeOut(database.ownerUrl)
    },
  )
}

/** For a command that looks or mends: it joins a server that has the embedded database running, and makes none. */
export async function visitDatabase(config: Config, log: Logger): Promise<OpenDatabase> {
  if (config.databaseUrl) return connected(await named(config))
  await demandData(config.dataFolder)
  const running = await runningPostgres(config.dataFolder)
  return connected(
    running ? { ...running, embedded: true, close: async () => {} } : await embedded(config.dataFolder, log),
  )
}

async function named(config: Config): Promise<OpenDatabase> {
  const appUrl = config.databaseUrl ?? ''
  const ownerUrl = config.migrateDatabaseUrl ?? appUrl
  await tryDatabase('DATABASE_URL', appUrl)
  if (ownerUrl !== appUrl) await tryDatabase('MIGRATE_DATABASE_URL', ownerUrl)
  return { appUrl, ownerUrl, embedded: false, close: async () => {} }
}

async function embedded(folder: string, log: Logger): Promise<OpenDatabase> {
  const lock = await lockDataFolder(folder)
  try {
    const { ownerUrl, appUrl, stop } = await startPostgres({ folder, log })
    const close = (): Promise<void> => stop().then(lock.release)
    return { appUrl, ownerUrl, embedded: true, close }
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function connected(
  database: OpenDatabase,
  prepare: (database: OpenDatabase) => Promise<void> = async () => {},
): Promise<OpenDatabase> {
  const close = (): Promise<void> => disconnectDatabase().then(database.close)
  connectDatabase(database.appUrl)
  try {
    await prepare(database)
  } catch (error) {
    await close()
    throw error
  }
  return { ...database, close }
}

async function demandData(folder: string): Promise<void> {
  try {
    await access(folder, constants.R_OK | constants.W_OK)
  } catch (error) {
    const problem = error instanceof Error ? error.message : ''
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new StartProblem('data_unwritable', { folder, problem }, { cause: error })
  }
  if (!hasCluster(folder)) throw new StartProblem('no_database_yet', { folder })
}
