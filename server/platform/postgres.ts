/**
 * PostgreSQL from npm, started and watched by us: nothing to install, durable, reached by its owner through a socket only. In its place
 * the operator may name any PostgreSQL in DATABASE_URL; nothing else in the house knows the difference.
 */
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts'
import { appRole, databaseName, initialise, launch, ownerRole, prepare, startProblem } from './postgres-cluster.ts'
import { runningSocket, stopOrphan } from './postgres-orphan.ts'
import { socketFolder } from './postgres-socket.ts'

export interface PostgresUrls {
  readonly ownerUrl: string
  readonly appUrl: string
}

export interface EmbeddedPostgres extends PostgresUrls {
  /** Of the server program now; another one after a restart. */
  pid(): number | undefined
  stop(): Promise<void>
}

/** How often a start is tried again while an old server program is still letting go of the data. */
const startTries = 20

const clusterIn = (folder: string): string => join(folder, 'postgres')

/** Has a start made its cluster in this data folder yet? */
export const hasCluster = (folder: string): boolean => existsSync(join(clusterIn(folder), 'PG_VERSION'))

/** Where another process of ours keeps this folder's PostgreSQL running, if one does. */
export async function runningPostgres(folder: string): Promise<PostgresUrls | undefined> {
  const socket = await runningSocket(clusterIn(folder))
  return socket ? urlsOf(socket) : undefined
}

/** Starts the cluster in `folder`, making it if there is none, and keeps it running until `stop`. */
export async function startPostgres({ folder, log }: { folder: string; log: Logger }): Promise<EmbeddedPostgres> {
  const binaries = await findPostgres()
  const cluster = clusterIn(folder)
  const socket = await socketFolder(folder)
  await initialise(binaries, cluster)
  await stopOrphan(cluster)

  let stopping = false
  let restarting: Promise<void> | undefined
  const start = (): Promise<ChildProcess> => startUntilReady({ binaries, cluster, socket, log }, () => stopping)
  let child = await start()
  watch()

  /** Whatever ends it but us, it is started again: the pool finds it by itself. */
  function watch(): void {
    const again = (): void => {
      if (!stopping) restarting = restart()
    }
    if (isRunning(child)) child.once('exit', again)
    else again()
  }

  async function restart(): Promise<void> {
    log.error({ exit: child.exitCode, signal: child.signalCode }, 'PostgreSQL ended by itself and is started again')
    for (;;) {
      try {
        child = await start()
        return watch()
      } catch (error) {
        if (stopping) return
        log.error({ err: error }, 'PostgreSQL does not start; it is tried again')
        await new Promise(resolve => setTimeout(resolve, 1_000))
      }
    }
  }

  return {
    ...urlsOf(socket),
    pid: () => child.pid,
    async stop() {
      stopping = true
      await restarting
      if (!isRunning(child)) return
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGINT')
      await gone
    },
  }
}

function urlsOf(socket: string): PostgresUrls {
  const url = (role: string): string => `postgresql://${role}@/${databaseName}?host=${encodeURIComponent(socket)}`
  return { ownerUrl: url(ownerRole), appUrl: url(appRole) }
}

const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

interface Place {
  readonly binaries: PostgresBinaries
  readonly cluster: string
  readonly socket: string
  readonly log: Logger
}

async function startUntilReady(place: Place, givenUp: () => boolean): Promise<ChildProcess> {
  let said = ''
  for (let tries = 1; ; tries++) {
    const child = launch(place.binaries, place.cluster, place.socket)
    child.once('error', error => {
      said = error.message
    })
    child.stderr?.on('data', (text: Buffer) => {
      said = text.toString()
      place.log.debug({ postgres: said.trim() }, 'PostgreSQL')
    })
    try {
      await prepare(place.socket, () => isRunning(child) && !givenUp())
      return child
    } catch (error) {
      child.kill('SIGKILL')
      if (tries === startTries || givenUp()) throw startProblem('postgres_start', place.cluster, said, error)
      await new Promise(resolve => setTimeout(resolve, 250))
    }
  }
}
