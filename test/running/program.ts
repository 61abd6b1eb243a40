/** Drives the real program as an operator does: a child process with its terminal and its signals, in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect } from 'vitest'
import { until } from '../harness/database.ts'
import { scratchFolder } from '../harness/scratch.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Program {
  readonly child: ChildProcess
  /** What it wrote so far. */
  out(): string
  err(): string
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

export interface Setting {
  readonly env?: Record<string, string>
  /** The number of an ordinary user, when root runs the tests. */
  readonly uid?: number | undefined
  /** What is typed, when it is not `passerelle`. */
  readonly typed?: readonly [string, ...string[]]
}

const running = new Set<ChildProcess>()
const folders: string[] = []

/** Starts `passerelle <words>` with nothing in its environment but what is said here. */
export function startProgram(words: readonly string[], { env = {}, uid, typed }: Setting = {}): Program {
  const [program, ...args] = typed ?? [process.execPath, join(root, 'bin/passerelle.js'), ...words]
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(program, args, {
    cwd: root,
    env: { PATH, HOME, LANG: 'en_GB.UTF-8', ...env },
    // A group of its own, which a terminal's Ctrl-C reaches as a whole.
    detached: true,
    ...(uid !== undefined && { uid, gid: uid }),
  })
  running.add(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', text => {
    said.out += text
  })
  child.stderr.on('data', text => {
    said.err += text
  })
  const ended = new Promise<{ code: number | null; signal: string | null }>(resolve =>
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    }),
  )
  return { child, out: () => said.out, err: () => said.err, ended }
}

/** Runs a command to its end. */
export async function runProgram(words: readonly string[], setting?: Setting) {
  const program = startProgram(words, setting)
  const { code } = await program.ended
  return { code, out: program.out(), err: program.err() }
}

/** A mistake is one sentence on standard error that names cause and cure, and exit code 1; no trace of a stack. */
export async function expectSentence(words: readonly string[], setting: Setting, sentence: RegExp): Promise<void> {
  const { code, err } = await runProgram(words, setting)
  expect(err).toMatch(sentence)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
}

/** Waits until the server at this port can work; says what it wrote when it ended instead. */
export async function untilReady(port: number, program: Program): Promise<void> {
  await until(async () => {
    if (program.child.exitCode !== null) throw new Error(`it ended: ${program.out()}\n${program.err()}`)
    return (await ask(port, '/health/ready').catch(() => undefined))?.status === 200
  }, 30)
}

/** Asks the server as a page of ours does. */
export async function ask(port: number, path: string, options: { body?: unknown; cookie?: string } = {}) {
  const origin = `http://localhost:${port}`
  const begun = performance.now()
  const answer = await fetch(`${origin}${path}`, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      ...(options.cookie && { cookie: options.cookie }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    redirect: 'manual',
  })
  const text = await answer.text()
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const retryAfter = answer.headers.get('retry-after')
  return { status: answer.status, text, cookie, retryAfter, ms: performance.now() - begun }
}

export async function ownFolder(): Promise<string> {
  const folder = await scratchFolder('running')
  folders.push(folder)
  return folder
}

/** The number of the Node that holds this data folder, and of its PostgreSQL. */
export const pidOf = async (data: string, who: 'passerelle.lock' | 'postgres/postmaster.pid'): Promise<number> =>
  Number.parseInt(await readFile(join(data, who), 'utf8').catch(() => '0'), 10)

/** One that has ended and was not yet buried by its parent is not alive. */
export function isAlive(pid: number): boolean {
  try {
    const buried = pid === 0 || !process.kill(pid, 0)
    return !buried && !/^\d+ \(.*\) Z/.test(readStat(pid))
  } catch {
    return false
  }
}

function readStat(pid: number): string {
  const file = `/proc/${pid}/stat`
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

/** Ends what a failed test left behind, each by its own number. */
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  for (const folder of folders)
    await until(
      () =>
        rm(folder, { recursive: true, force: true }).then(
          () => true,
          () => false,
        ),
      20,
    )
})
