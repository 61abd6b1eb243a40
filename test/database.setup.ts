import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { type SeededCast, seedCast } from '../sandbox/seed.ts'
import { connectDatabase, disconnectDatabase } from '../server/platform/db.ts'
import { migrate } from '../server/platform/migrate.ts'
import { type EmbeddedPostgres, type PostgresUrls, startPostgres } from '../server/platform/postgres.ts'
import { scratchFolder } from './harness/scratch.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for each worker, with a migrated database in it that has the cast; test files copy that one. */
    databases: readonly PostgresUrls[]
    /** Where the cast is in each of them. */
    cast: SeededCast
  }
}

const log = pino({ level: 'silent' })

/**
 * Real PostgreSQL for the whole run (style.md 1.5), one for each worker: a transaction that another test file keeps open holds nothing back here, as it would
 * in other databases of the same server.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await scratchFolder('test')
  const places = Array.from({ length: workersOf(project) }, (_, n) => join(folder, String(n)))
  const cast = await makeFirst(places[0] ?? '')
  for (const place of places.slice(1)) await cp(clusterIn(places[0] ?? ''), clusterIn(place), { recursive: true })
  const running = await Promise.all(places.map(place => startPostgres({ folder: place, log })))
  project.provide('databases', running.map(urlsOf))
  project.provide('cast', cast)
  return async () => {
    await Promise.all(running.map(one => one.stop()))
    await rm(folder, { recursive: true, force: true })
  }
}

const urlsOf = ({ ownerUrl, appUrl }: EmbeddedPostgres): PostgresUrls => ({ ownerUrl, appUrl })
const clusterIn = (place: string): string => join(place, 'postgres')
const workersOf = ({ vitest }: TestProject): number => Math.max(1, Number(vitest.config.maxWorkers) || 1)

/** Made and filled once, and stopped, so that it can be copied. */
async function makeFirst(place: string): Promise<SeededCast> {
  const postgres = await startPostgres({ folder: place, log })
  try {
    await forgetAtPowerFailure(postgres.ownerUrl)
    await migrate(postgres.ownerUrl)
    connectDatabase(postgres.appUrl)
    return await seedCast().finally(disconnectDatabase)
  } finally {
    await postgres.stop()
  }
}

/**
 * Nothing here outlives the run, so nothing waits for a disk; and nobody tidies up in databases that live for seconds. What survives a crash is asked of the
 * real program, which has a PostgreSQL of its own.
 */
async function forgetAtPowerFailure(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const setting of ['fsync', 'full_page_writes', 'autovacuum'])
    await client.query(`alter system set ${setting} = off`)
  await client.query('select pg_reload_conf()')
  await client.end()
}
