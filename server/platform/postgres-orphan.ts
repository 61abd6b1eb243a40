import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** How long an old server program may take to write down what it holds. */
const longestStop = 30_000

/** Ends a PostgreSQL that a killed process left behind on this cluster. */
export async function stopOrphan(cluster: string): Promise<void> {
  const pid = await recordedPid(cluster)
  if (!pid || !isAlive(pid)) return
  if (!(await isPostgresOf(pid, cluster))) {
    // The number went to another program since (a new start of the machine or the container): PostgreSQL cannot tell and would refuse for ever.
    await rm(join(cluster, 'postmaster.pid'), { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  const end = Date.now() + longestStop
  while ((await isPostgresOf(pid, cluster)) && Date.now() < end) await new Promise(resolve => setTimeout(resolve, 50))
}

/** The socket's folder of the PostgreSQL that runs on this cluster now, as it wrote it down itself. */
export async function runningSocket(cluster: string): Promise<string | undefined> {
  const pid = await recordedPid(cluster)
  return pid && isAlive(pid) && (await isPostgresOf(pid, cluster)) ? (await record(cluster))[4] : undefined
}

const record = async (cluster: string): Promise<string[]> =>
  (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')

const recordedPid = async (cluster: string): Promise<number> => Number((await record(cluster))[0])

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Not one that has ended and was not yet buried: it has no command line any more. */
async function isPostgresOf(pid: number, cluster: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() =>
    run('ps', ['-o', 'command=', '-p', String(pid)]).then(
      told => told.stdout,
      () => '',
    ),
  )
  return command.includes(cluster)
}
