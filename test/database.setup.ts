import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { migrate } from '../server/platform/migrate.ts'
import { startPostgres } from '../server/platform/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Owner's and server's addresses of the migrated database that test files copy. */
    ownerUrl: string
    appUrl: string
  }
}

/** One real PostgreSQL for the whole run; each test file copies the migrated database (style.md 1.5). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-test-'))
  const postgres = await startPostgres({ folder: join(folder, 'data'), log: pino({ level: 'silent' }) })
  await forgetAtPowerFailure(postgres.ownerUrl)
  await migrate(postgres.ownerUrl)
  project.provide('ownerUrl', postgres.ownerUrl)
  project.provide('appUrl', postgres.appUrl)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Nothing here outlives the run, so nothing waits for a disk. What survives a crash is asked of the real program, which has a PostgreSQL of its own. */
async function forgetAtPowerFailure(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const setting of ['fsync', 'full_page_writes']) await client.query(`alter system set ${setting} = off`)
  await client.query('select pg_reload_conf()')
  await client.end()
}
