import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { PostgresBinaries } from './postgres-binaries.ts'
import { StartProblem } from './start-problem.ts'

const run = promisify(execFile)
export const ownerRole = 'passerelle_owner'
export const appRole = 'passerelle_app'
export const databaseName = 'passerelle'

/** A Unix socket's path may have about 107 bytes (stack.md T16): a deep data folder gets its socket in the temporary folder. */
export async function socketFolder(folder: string): Promise<string> {
  const beside = join(folder, 'socket')
  const short = join(tmpdir(), `passerelle-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
  const chosen = Buffer.byteLength(beside) < 80 ? beside : short
  await mkdir(chosen, { recursive: true, mode: 0o700 })
  return chosen
}

/**
 * PostgreSQL refuses to run as root, so root runs it under an ordinary number in a user namespace of its own, with root's files (T5).
 * Where the system can, it is told to end when this process ends however that happens (T6).
 */
export async function wrapped(program: string, args: readonly string[]): Promise<[string, string[]]> {
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
  const [command, args] = await wrapped(binaries.initdb, ['--pgdata', cluster, ...options])
  await run(command, args, { env: { ...process.env, LC_ALL: 'C' } }).catch((error: Error & { stderr?: string }) => {
    throw new StartProblem(
      'postgres_init',
      { folder: cluster, problem: lastLine(error.stderr ?? error.message) },
      { cause: error },
    )
  })
}

/** Ends a PostgreSQL that a killed process left behind on this cluster. */
export async function stopOrphan(cluster: string): Promise<void> {
  const pid = Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  if (!pid || !(await isPostgresOf(pid, cluster))) return
  process.kill(pid, 'SIGINT')
  const end = Date.now() + 15_000
  while ((await isPostgresOf(pid, cluster)) && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 50))
}

async function isPostgresOf(pid: number, cluster: string): Promise<boolean> {
  try {
    process.kill(pid, 0)
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => cluster)
    return command.includes(cluster)
  } catch {
    return false
  }
}

/** Starts the server program; it listens on the socket only. `detached`, so that Ctrl-C lets the app finish first (T7). */
export async function launch(binaries: PostgresBinaries, cluster: string, socket: string) {
  const settings = [
    `unix_socket_directories=${socket}`,
    'listen_addresses=',
    'unix_socket_permissions=0700',
    'max_connections=100',
    'log_min_messages=fatal',
  ]
  const [command, args] = await wrapped(binaries.postgres, [
    '-D',
    cluster,
    ...settings.flatMap(setting => ['-c', setting]),
  ])
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

async function patiently(socket: string, isAlive: () => boolean): Promise<pg.Client> {
  const end = Date.now() + 60_000
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
      if (!isAlive() || Date.now() > end) throw error
      await new Promise(resolve => setTimeout(resolve, 20))
    }
  }
}

export const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
