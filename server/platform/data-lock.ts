import { readFileSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartProblem } from './start-problem.ts'

/**
 * Makes the data folder and takes it for this process: a second start on the same data refuses. The lock of a process that was killed
 * is taken over; a number that another program got since is told apart by when that program started.
 */
export async function lockDataFolder(folder: string): Promise<{ release(): Promise<void> }> {
  const file = join(folder, 'passerelle.lock')
  try {
    await makeFolder(folder)
    const holder = await holderOf(file)
    if (holder) throw new StartProblem('data_in_use', { folder, pid: holder })
    await rm(file, { force: true })
    await writeFile(file, `${process.pid} ${startOf(process.pid)}`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (error instanceof StartProblem) throw error
    throw new StartProblem(
      'data_unwritable',
      { folder, problem: error instanceof Error ? error.message : '' },
      { cause: error },
    )
  }
  return { release: () => rm(file, { force: true }) }
}

/** With those it stands in. Node's own way tries for ever where a parent is there but takes nothing (/proc; seen with Node 20). */
async function makeFolder(folder: string): Promise<void> {
  const made = (): Promise<unknown> =>
    mkdir(folder, { mode: 0o700 }).catch(error => {
      if (error.code !== 'EEXIST') throw error
    })
  try {
    await made()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await made()
  }
}

/** The living process that holds the lock, if one does and it is not this one. */
async function holderOf(file: string): Promise<string | undefined> {
  const [pid, since] = (await readFile(file, 'utf8').catch(() => '')).split(' ')
  return pid && Number(pid) !== process.pid && startOf(Number(pid)) === since ? pid : undefined
}

/**
 * When a running process started, in the kernel's ticks; `alive` where the system does not tell; nothing when it is gone, or has ended and
 * nobody asked how.
 */
function startOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  try {
    const [state, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return state === 'Z' ? undefined : rest[18]
  } catch {
    return 'alive'
  }
}
