import type { Config } from '../platform/config.ts'
import { maybe, one, sql } from '../platform/db.ts'
import { readMasterKey } from '../platform/keys.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { StartProblem } from '../platform/start-problem.ts'
import type { Finding } from './finding.ts'
import type { OpenDatabase } from './open-database.ts'

/** What only the database can tell. Where it was never migrated there is nothing more to ask. */
export async function askDatabase(config: Config, database: OpenDatabase): Promise<Finding[]> {
  const pending = (await pendingMigrations(database.appUrl)).length
  const first = [await version(), await clock(), await extensions()]
  if (pending > 0) return [...first, { id: 'form', verdict: 'mend', data: { count: pending } }]
  return [...first, { id: 'form', verdict: 'well' }, await roles(), await key(config, database)]
}

async function version(): Promise<Finding> {
  const { version } = await one<{ version: string }>(sql`select current_setting('server_version') as version`)
  return { id: 'database', verdict: 'well', data: { version } }
}

async function clock(): Promise<Finding> {
  const { apart } = await one<{ apart: number }>(
    sql`select abs(extract(epoch from clock_timestamp()) - ${Date.now() / 1_000}::float8)::float8 as apart`,
  )
  const seconds = Math.round(apart)
  return { id: 'clock', verdict: seconds > 5 ? 'mend' : 'well', data: { seconds } }
}

/** Those that the migrations ask for, as far as this machine has them. */
async function extensions(): Promise<Finding> {
  const { missing } = await one<{ missing: string | null }>(sql`
    select string_agg(name, ', ') as missing from unnest(array['unaccent', 'btree_gin']) as name
    where name not in (select name from pg_available_extensions)`)
  return missing
    ? { id: 'extensions', verdict: 'mend', data: { names: missing } }
    : { id: 'extensions', verdict: 'well' }
}

/** The server's role must not be able to change what the audit holds. */
async function roles(): Promise<Finding> {
  const { may } = await one<{ may: boolean }>(
    sql`select has_table_privilege('audit', 'update') or has_table_privilege('audit', 'delete') as may`,
  )
  return { id: 'roles', verdict: may ? 'note' : 'well' }
}

async function key(config: Config, { embedded }: OpenDatabase): Promise<Finding> {
  const sealed = await maybe(sql`select from server_settings where key = 'canary'`)
  if (!sealed && (embedded || config.key)) return { id: 'key', verdict: 'note' }
  if (!sealed) return { id: 'start.key_missing', verdict: 'mend' }
  try {
    await readMasterKey({ key: config.key, dataFolder: config.dataFolder, embedded })
    return { id: 'key', verdict: 'well' }
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error
    return { id: `start.${error.code}`, verdict: 'mend', data: error.data }
  }
}
