import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

/** Any number that is ours: one migration runs at a time on one database. */
const lockNumber = 7_233_001

/**
 * Brings the database at `ownerUrl` to the newest form: numbered forward-only files, each in a transaction that records itself,
 * then `rights.sql`, which says each time what the server's own role may do.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockNumber])
    await client.query('set lock_timeout = 5000')
    await client.query(
      'create table if not exists migrations (name text primary key, run_at timestamptz not null default now())',
    )
    const done = new Set(
      (await client.query<{ name: string }>('select name from migrations')).rows.map(row => row.name),
    )
    const fresh = (await migrationNames()).filter(name => !done.has(name))
    for (const name of fresh) await runOne(client, name)
    await client.query(await read('rights.sql'))
    return fresh
  } finally {
    await client.end()
  }
}

/** The numbered files that the database at `url` has not run yet; any role may ask. */
export async function pendingMigrations(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    const known = await client.query<{ there: boolean }>("select to_regclass('public.migrations') is not null as there")
    if (!known.rows[0]?.there) return await migrationNames()
    const { rows } = await client.query<{ name: string }>('select name from migrations')
    const done = new Set(rows.map(row => row.name))
    return (await migrationNames()).filter(name => !done.has(name))
  } finally {
    await client.end()
  }
}

/** The numbered files, in order. */
export async function migrationNames(): Promise<string[]> {
  const files = await readdir(folder)
  return files.filter(name => /^\d{4}_\w+\.sql$/.test(name)).sort()
}

const folder = new URL('../../migrations/', import.meta.url)
const read = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8')

async function runOne(client: pg.Client, name: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query('insert into migrations (name) values ($1)', [name])
    await client.query(await read(name))
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed`, { cause: error })
  }
}
