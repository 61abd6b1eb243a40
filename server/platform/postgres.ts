/**
 * PostgreSQL from npm, started and watched by us: nothing to install, durable, reached by its owner through a socket only. In its place
 * the operator may name any PostgreSQL in DATABASE_URL; nothing else in the house knows the difference.
 */
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { findPostgres, type PostgresBinaries } from './postgres-binaries.ts'
import {
  appRole,
  databaseName,
  initialise,
  lastLine,
  launch,
  ownerRole,
  prepare,
  socketFolder,
  stopOrphan,
} from './postgres-cluster.ts'
import { StartProblem } from './start-problem.ts'

export interface EmbeddedPostgres {
  readonly ownerUrl: string
  readonly appUrl: string
  /** Of the server program now; another one after a restart. */
  pid(): number | undefined
  stop(): Promise<void>
}

/** How often a start is tried again while an old server program is still letting go of the data. */
const startTries = 20

/** Starts the cluster in `folder`, making it if there is none, and keeps it running until `stop`. */
export async function startPostgres({ folder, log }: { folder: string; log: Logger }): Promise<EmbeddedPostgres> {
  const binaries = await findPostgres()
  const cluster = join(folder, 'postgres')
  const socket = await socketFolder(folder)
  await initialise(binaries, cluster)
  await stopOrphan(cluster)

  let stopping = false
  let child = await startUntilReady(binaries, cluster, socket, log)
  watch()

  /** Whatever ends it but us, it is started again: the pool finds it by itself. */
  function watch(): void {
    child.once('exit', async code => {
      if (stopping) return
      log.error({ code }, 'PostgreSQL ended by itself and is started again')
      child = await startUntilReady(binaries, cluster, socket, log)
      if (stopping) child.kill('SIGINT')
      else watch()
    })
  }

  const url = (role: string): string => `postgresql://${role}@/${databaseName}?host=${encodeURIComponent(socket)}`
  return {
    ownerUrl: url(ownerRole),
    appUrl: url(appRole),
    pid: () => child.pid,
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGINT')
      await gone
    },
  }
}

async function startUntilReady(
  binaries: PostgresBinaries,
  cluster: string,
  socket: string,
  log: Logger,
): Promise<ChildProcess> {
  let said = ''
  for (let tries = 1; ; tries++) {
    const child = await launch(binaries, cluster, socket)
    child.stderr?.on('data', (text: Buffer) => {
      said = text.toString()
      log.debug({ postgres: said.trim() }, 'PostgreSQL')
    })
    try {
      await prepare(socket, () => child.exitCode === null && child.signalCode === null)
      return child
    } catch (error) {
      child.kill('SIGKILL')
      if (tries === startTries)
        throw new StartProblem('postgres_start', { folder: cluster, problem: lastLine(said) }, { cause: error })
      await new Promise(resolve => setTimeout(resolve, 250))
    }
  }
}
