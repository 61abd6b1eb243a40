import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { StartProblem } from './start-problem.ts'

const run = promisify(execFile)
export const ownerRole = 'passerelle_owner'
export const appRole = 'passerelle_app'
export const databaseName = 'passerelle'

/**
 * PostgreSQL refuses to run as root, so root runs it under an ordinary number in a user namespace of its own, with root's files (T5).
 * Where the system can, it is told to end when this process ends however that happens (T6).
 */
function wrapped(program: string, args: readonly string[]): [string, string[]] {
  const asOther = process.getuid?.() === 0 ? ['unshare', '--user', '--map-user=1000', '--map-group=1000'] : []
  const untilWeEnd =
    existsSync('/usr/bin/setpriv') || existsSync('/bin/setpriv') ? ['setpriv', '--pdeathsig', 'INT'] : []
  const [first = program, ...rest] = [...untilWeEnd, ...asOther, program, ...args]
  return [first, rest]
}

/** Makes the cluster where there is none: durable, UTF-8, no ICU, reached by its owner through the socket only. */
export async function initialise(binaries: PostgresBinaries, cluster: string): Promise<void> {
  if (existsSync(join(cluster, 'PG_VERSION'))) return
  const options = [
    '--username',
    ownerRole,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C',
    '--builtin-locale=C.UTF-8',
  ]
  // A start that is killed half-way leaves nothing that looks finished.
  const unfinished = `${cluster}.new`
  await rm(unfinished, { recursive: true, force: true })
  const [command, args] = wrapped(binaries.initdb, ['--pgdata', unfinished, ...options])
  await run(command, args, { env: { ...process.env, LC_ALL: 'C' } }).catch((error: Error & { stderr?: string }) => {
    throw startProblem('postgres_init', cluster, error.stderr || error.message, error)
  })
  await rename(unfinished, cluster)
}

/** What PostgreSQL said last, as a sentence for the operator; a container that forbids what root needs has one of its own (T5). */
export function startProblem(code: 'postgres_init' | 'postgres_start', folder: string, said: string, cause: unknown) {
  if (said.includes('unshare')) return new StartProblem('root_refused', {}, { cause })
  const lines = said.trim().split('\n')
  const problem = lines.findLast(line => /\b(?:FATAL|PANIC|error):/.test(line)) ?? lines.at(-1) ?? ''
  return new StartProblem(code, { folder, problem }, { cause })
}

/** Starts the server program; it listens on the socket only. `detached`, so that Ctrl-C lets the app finish first (T7). */
export function launch(binaries: PostgresBinaries, cluster: string, socket: string) {
  const settings = [
    `unix_socket_directories=${socket}`,
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=100',
    'log_min_messages=fatal',
    // A stop writes out what no checkpoint has yet: a minute's work at most, not five minutes'.
    'checkpoint_timeout=60s',
  ]
  const [command, args] = wrapped(binaries.postgres, ['-D', cluster, ...settings.flatMap(setting => ['-c', setting])])
  return spawn(command, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Waits until the cluster takes connections (after a crash it first replays its log), then makes the server's role and database. */
export async function prepare(socket: string, isAlive: () => boolean): Promise<void> {
  const client = await patiently(socket, isAlive)
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [appRole])
    if (role.rowCount === 0) await client.query(`create role ${appRole} login`)
    const database = await client.query('select from pg_database where datname = $1', [databaseName])
    if (database.rowCount === 0) await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}

/** Writes out what making the cluster and migrating it left in memory, while nobody waits for it; else the first stop would have to. */
export async function writeOut(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client
    .connect()
    .then(() => client.query('checkpoint'))
    .catch(() => {})
  await client.end().catch(() => {})
}

/** PostgreSQL's code for a server that is there but does not take connections yet. */
const startingUp = '57P03'

/** A cluster that replays its log says so and is waited for however long it takes; one that says nothing has a minute. */
async function patiently(socket: string, isAlive: () => boolean): Promise<pg.Client> {
  let end = Date.now() + 60_000
  for (;;) {
    const client = new pg.Client({
      host: socket,
      user: ownerRole,
      database: 'postgres',
      connectionTimeoutMillis: 5_000,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      if ((error as { code?: string }).code === startingUp) end = Date.now() + 60_000
      if (!isAlive() || Date.now() > end) throw error
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}
