/**
 * The queue: rows in PostgreSQL, leased in batches with `skip locked` (decision 0004). A job commits with the change that causes
 * it, runs at least once, and stays as `parked` with its reason when it failed too often. Verbs must therefore bear repetition.
 */
import { afterCommit, rows, run, sql } from './db.ts'
import { listenTo, notify } from './listen.ts'

export interface NewJob {
  readonly communityId: string
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly installationId?: string
  /** Not before: ISO 8601; now if absent. */
  readonly runAt?: string
}

export interface Job extends NewJob {
  readonly id: string
  readonly attempts: number
}

export type RunJob = (job: Job) => Promise<void>
/** One entry per kind of job. */
export type Jobs = Readonly<Record<string, RunJob>>

/** A lease is short and renewed while the work goes on: what a killed process held is free again soon. */
const leaseSeconds = 12
const renewEveryMs = 4_000
const mostAttempts = 8
const batchSize = 100
const atOnce = 16

export const jobRow = (job: NewJob): Record<string, unknown> => ({
  community_id: job.communityId,
  kind: job.kind,
  payload: job.payload,
  installation_id: job.installationId ?? null,
  run_at: job.runAt ?? null,
})

/** Puts jobs in the queue, in the open transaction if there is one. A hot verb carries `jobRow`s in its own statement instead. */
export async function enqueue(...jobs: readonly NewJob[]): Promise<void> {
  if (jobs.length === 0) return
  await run(sql`
    insert into jobs (community_id, kind, payload, installation_id, run_at)
    select community_id, kind, payload, installation_id, coalesce(run_at, now())
    from jsonb_to_recordset(${JSON.stringify(jobs.map(jobRow))}::jsonb)
      as j(community_id bigint, kind text, payload jsonb, installation_id bigint, run_at timestamptz)`)
  wakeWorkers()
}

/** Tells workers, here and on other processes, that there is work; after the commit, never inside it (stack.md 10, T10). */
export const wakeWorkers = (): void => afterCommit(() => notify('jobs'))

/** Cancels what still waits for an installation; answers how many. What runs now finishes, and is checked again by its verb. */
export async function cancelJobs(communityId: string, installationId: string): Promise<number> {
  return run(sql`
    update jobs set ended_as = 'cancelled', leased_until = null
    where community_id = ${communityId} and installation_id = ${installationId} and ended_as is null`)
}

/** Takes up a job that was inserted as leased, in the process that inserted it: nobody has to look for it. */
let adopting: { room(): boolean; take(job: Job): void } | undefined
/** More than this under way, and a new job had better wait in the queue, where any process may take it. */
const mostAdopted = 32

/** May this process insert a job as its own (`adoptedLease` in its row) and then give it to `adopt`? */
export const mayAdopt = (): boolean => adopting?.room() ?? false
export const adopt = (job: Job): void => adopting?.take(job)
/** Columns of a job that its own process takes up at once: leased, its first attempt begun. */
export const adoptedLease = sql`now() + make_interval(secs => ${leaseSeconds})`

/** Runs due jobs until `stop`, which waits for those under way. */
export function startWorkers(jobs: Jobs, onProblem: (problem: unknown, job?: Job) => void): { stop(): Promise<void> } {
  let stopped = false
  let draining: Promise<void> | undefined
  let again = false
  const held = new Map<string, Job>()

  async function drain(): Promise<void> {
    do {
      again = false
      const leased = await lease(Object.keys(jobs))
      for (const job of leased) held.set(job.id, job)
      await inParallel(leased, work)
      again ||= leased.length === batchSize
    } while (again && !stopped)
  }

  function wake(): void {
    again = true
    if (draining || stopped) return
    draining = drain()
      .catch(onProblem)
      .finally(() => {
        draining = undefined
        if (again && !stopped) setTimeout(wake, 5)
      })
  }

  const work = (job: Job): Promise<void> => {
    held.set(job.id, job)
    return settle(job, jobs[job.kind], onProblem).finally(() => held.delete(job.id))
  }
  const adopted = new Set<Promise<void>>()
  const own = {
    room: () => !stopped && held.size < mostAdopted,
    take(job: Job) {
      const working = work(job)
      adopted.add(working)
      void working.finally(() => adopted.delete(working))
    },
  }
  adopting = own

  const listening = listenTo('jobs', wake)
  const timer = setInterval(wake, 500)
  const renewing = setInterval(() => void renew([...held.values()]).catch(onProblem), renewEveryMs)
  wake()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      listening.stop()
      if (adopting === own) adopting = undefined
      await draining
      await Promise.all(adopted)
      clearInterval(renewing)
    },
  }
}

interface JobRow {
  id: string
  community_id: string
  kind: string
  payload: Record<string, unknown>
  installation_id: string | null
  attempts: number
}

async function lease(kinds: readonly string[]): Promise<Job[]> {
  const leased = await rows<JobRow>(sql`
    update jobs set leased_until = now() + make_interval(secs => ${leaseSeconds}), attempts = attempts + 1
    where (community_id, id) in (
      select community_id, id from jobs
      where ended_as is null and run_at <= now() and (leased_until is null or leased_until < now()) and kind = any(${kinds})
      order by run_at limit ${batchSize} for update skip locked)
    returning id, community_id, kind, payload, installation_id, attempts`)
  return leased.map(row => ({
    id: row.id,
    communityId: row.community_id,
    kind: row.kind,
    payload: row.payload,
    attempts: row.attempts,
    ...(row.installation_id && { installationId: row.installation_id }),
  }))
}

async function renew(held: readonly Job[]): Promise<void> {
  if (held.length === 0) return
  await run(sql`
    update jobs set leased_until = now() + make_interval(secs => ${leaseSeconds})
    where (community_id, id) in (select * from unnest(${held.map(job => job.communityId)}::bigint[], ${held.map(job => job.id)}::bigint[]))
      and ended_as is null`)
}

async function settle(
  job: Job,
  work: RunJob | undefined,
  onProblem: (problem: unknown, job: Job) => void,
): Promise<void> {
  try {
    if (!work) throw new Error(`nobody does jobs of kind ${job.kind}`)
    await work(job)
    await run(sql`delete from jobs where community_id = ${job.communityId} and id = ${job.id} and ended_as is null`)
  } catch (error) {
    onProblem(error, job)
    await putOff(job, error).catch((again: unknown) => onProblem(again, job))
  }
}

/** Back in the queue after 1, 2, 4 … seconds with jitter; parked with its reason when it has failed too often. */
async function putOff(job: Job, error: unknown): Promise<void> {
  const problem = error instanceof Error ? error.message : String(error)
  const parked = isLastAttempt(job)
  const seconds = 2 ** (job.attempts - 1) * (0.75 + Math.random() / 2)
  await run(sql`
    update jobs set leased_until = null, problem = ${problem}, run_at = now() + make_interval(secs => ${seconds}),
      ended_as = ${parked ? 'parked' : null}
    where community_id = ${job.communityId} and id = ${job.id} and ended_as is null`)
}

async function inParallel(jobs: readonly Job[], work: (job: Job) => Promise<void>): Promise<void> {
  const waiting = [...jobs]
  const lane = async (): Promise<void> => {
    for (let job = waiting.shift(); job; job = waiting.shift()) await work(job)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** Jobs that ended for good stay to be looked at for a month. */
export const forgetEndedJobs = (): Promise<number> =>
  run(sql`delete from jobs where ended_as is not null and run_at < now() - interval '30 days'`)

/** Will a failure now park the job? */
export const isLastAttempt = (job: Job): boolean => job.attempts >= mostAttempts
