import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { type SeededCast, seedCast } from '../sandbox/seed.ts'
import { sessionCookie } from '../server/http/caller.ts'
import { connectDatabase, disconnectDatabase, run, sql } from '../server/platform/db.ts'
import { hashToken, newToken } from '../server/platform/ids.ts'
import { migrate } from '../server/platform/migrate.ts'
import { startPostgres } from '../server/platform/postgres.ts'

/** A fresh database with the cast in it, and servers as processes of their own: the load generator never shares one. */
export interface Rig {
  readonly databaseUrl: string
  /** As the owner, for limits that bring a table of their own. */
  readonly ownerUrl: string
  readonly cast: SeededCast
  /** Starts a program of bench/ or faults/ that sends its address once it listens; answers its origin. */
  spawn(program: string, ...args: string[]): Promise<string>
  /** Megabytes that a spawned process holds now. */
  memoryOf(origin: string): Promise<number>
  /** A cookie for one of the cast. */
  cookie(who: keyof SeededCast['people']): Promise<string>
  /** Statistics and a checkpoint, as a database has them that has been running for a while (performance.md D5). */
  settle(): Promise<void>
  stop(): Promise<void>
}

export async function makeRig(): Promise<Rig> {
  await buildWhatIsMeasured()
  const folder = await mkdtemp(join(tmpdir(), 'passerelle-bench-'))
  const postgres = await startPostgres({ folder: join(folder, 'data'), log: pino({ level: 'silent' }) })
  const children: ChildProcess[] = []
  const pids = new Map<string, number>()
  await migrate(postgres.ownerUrl)
  connectDatabase(postgres.appUrl)
  const cast = await seedCast()
  return {
    databaseUrl: postgres.appUrl,
    ownerUrl: postgres.ownerUrl,
    cast,
    async spawn(program, ...args) {
      const child = fork(new URL(program, import.meta.url), args, {
        execArgv: [...profiling(program), ...(program.endsWith('.ts') ? ['--import', 'tsx'] : [])],
      })
      children.push(child)
      const { port } = await new Promise<AddressInfo>((resolve, reject) => {
        child.once('message', address => resolve(address as AddressInfo))
        child.once('exit', code => reject(new Error(`${program} ended with ${code} before it listened`)))
      })
      pids.set(`http://localhost:${port}`, child.pid ?? 0)
      return `http://localhost:${port}`
    },
    async memoryOf(origin) {
      const status = await readFile(`/proc/${pids.get(origin)}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024
    },
    async cookie(who) {
      const token = newToken()
      await run(sql`
        insert into sessions (token_hash, account_id, community_id, ends_at)
        values (${hashToken(token)}, ${cast.people[who].accountId}, ${cast.communityId}, now() + interval '1 hour')`)
      return `${sessionCookie()}=${token}`
    },
    async settle() {
      const owner = new pg.Client({ connectionString: postgres.ownerUrl })
      await owner.connect()
      await owner.query('vacuum analyze')
      await owner.query('checkpoint').catch(() => {})
      await owner.end()
    },
    async stop() {
      await Promise.all(children.map(ended))
      await disconnectDatabase()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What people run is measured, not the sources as they stand: whatever reads those leaves its marks in every function. */
async function buildWhatIsMeasured(): Promise<void> {
  const builder = new URL('../bin/build.js', import.meta.url).href
  const { build, isStale } = (await import(builder)) as { build(): string | undefined; isStale(): boolean }
  const problem = isStale() ? build() : undefined
  if (problem) throw new Error(problem)
}

/** `BENCH_PROFILE=<folder>`: what the server did with its time, for Chrome's tools. */
function profiling(program: string): string[] {
  const folder = process.env.BENCH_PROFILE
  return folder && program === 'serve.js' ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}

function ended(child: ChildProcess): Promise<unknown> {
  if (child.exitCode !== null) return Promise.resolve()
  const gone = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  return gone
}
