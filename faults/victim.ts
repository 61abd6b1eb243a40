import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The real program, as an operator runs it, in a folder of its own: to be killed and to be started again. */
export interface Victim {
  readonly port: number
  readonly sandbox: string
  readonly data: string
  /** Ends Node the hard way and starts it anew at once; answers after how many milliseconds it was ready. */
  killNode(): Promise<number>
  /** Ends PostgreSQL the hard way; the program brings it back by itself. Answers after how many milliseconds it was ready. */
  killPostgres(): Promise<number>
  stop(): Promise<void>
}

const readyWithinMs = 30_000

export async function startVictim(): Promise<Victim> {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-faults-'))
  const data = join(folder, 'data')
  const port = await freePort()
  let child = start(data, port)
  await ready(port, child)
  const pid = (file: string): number => Number.parseInt(readFileSync(join(data, file), 'utf8'), 10)
  return {
    port,
    sandbox: `http://localhost:${port + 1}`,
    data,
    async killNode() {
      const gone = new Promise(resolve => child.once('exit', resolve))
      process.kill(pid('passerelle.lock'), 'SIGKILL')
      await gone
      const began = performance.now()
      child = start(data, port)
      await ready(port, child)
      return performance.now() - began
    },
    async killPostgres() {
      process.kill(pid('postgres/postmaster.pid'), 'SIGKILL')
      const began = performance.now()
      await new Promise(resolve => setTimeout(resolve, 50))
      await ready(port, child)
      return performance.now() - began
    },
    async stop() {
      const gone = new Promise(resolve => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function start(data: string, port: number): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  return spawn(process.execPath, [new URL('../bin/passerelle.js', import.meta.url).pathname, 'start'], {
    env: { PATH, HOME, PASSERELLE_DATA: data, PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function ready(port: number, child: ChildProcess): Promise<void> {
  const end = performance.now() + readyWithinMs
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const answer = await fetch(`http://localhost:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    )
    if (answer?.status === 200) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error(`not ready within ${readyWithinMs / 1_000} s`)
}

/** A port that is free, with the next one, which the sandbox takes. */
async function freePort(): Promise<number> {
  const first = 20_000 + Math.floor(Math.random() * 20_000)
  return (await isFree(first)) && (await isFree(first + 1)) ? first : freePort()
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '::', () => server.close(() => resolve(true)))
  })
