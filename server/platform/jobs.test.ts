import { afterEach, expect, test } from 'vitest'
import { until, useDatabase } from '../../test/harness/database.ts'
import { maybe, rows, run, sql, transaction } from './db.ts'
import { cancelJobs, enqueue, type Job, type Jobs, startWorkers } from './jobs.ts'

const database = useDatabase()
let workers: { stop(): Promise<void> } | undefined
const problems: unknown[] = []

const work = (jobs: Jobs): void => {
  problems.length = 0
  workers = startWorkers(jobs, problem => problems.push(problem))
}
const job = (kind: string, payload = {}) => ({ communityId: database.cast.communityId, kind, payload })
const waiting = () =>
  rows<{ kind: string; ended_as: string | null; problem: string | null }>(sql`select kind, ended_as, problem from jobs`)

afterEach(async () => {
  await workers?.stop()
  await run(sql`delete from jobs`)
})

test('a job runs once and goes', async () => {
  const seen: Job[] = []
  work({ greet: async done => void seen.push(done) })
  await enqueue(job('greet', { name: 'Ana' }))
  await until(async () => (await waiting()).length === 0)
  expect(seen.map(one => one.payload)).toEqual([{ name: 'Ana' }])
})

test('a job of a change that was undone never runs', async () => {
  const seen: Job[] = []
  work({ greet: async done => void seen.push(done), end: async done => void seen.push(done) })
  await transaction(async () => {
    await enqueue(job('greet'))
    throw new Error('undone')
  }).catch(() => {})
  await enqueue(job('end'))
  await until(() => seen.length > 0)
  expect(seen.map(one => one.kind)).toEqual(['end'])
})

test('what fails is tried again later, and the others behind it go on', async () => {
  let tries = 0
  const seen: string[] = []
  work({
    fragile: async () => {
      tries++
      if (tries < 2) throw new Error('not yet')
    },
    greet: async () => void seen.push('greet'),
  })
  await enqueue(job('fragile'), job('greet'))
  await until(() => seen.length === 1)
  await until(async () => (await waiting()).length === 0)
  expect(tries).toBe(2)
  expect(String(problems[0])).toContain('not yet')
})

test('what fails too often is parked with its reason', async () => {
  await enqueue(job('hopeless'))
  await run(sql`update jobs set attempts = 7`)
  work({ hopeless: async () => Promise.reject(new Error('the sea is too salt')) })
  await until(async () => (await waiting())[0]?.ended_as === 'parked')
  expect((await waiting())[0]?.problem).toBe('the sea is too salt')
})

test('work of an installation is cancelled with it', async () => {
  await enqueue({ ...job('greet'), installationId: '77' }, job('greet'))
  expect(await cancelJobs(database.cast.communityId, '77')).toBe(1)
  const seen: Job[] = []
  work({ greet: async done => void seen.push(done) })
  await until(() => seen.length === 1)
  expect(seen[0]?.installationId).toBeUndefined()
  expect(await maybe(sql`select from jobs where ended_as = 'cancelled'`)).toBeDefined()
})

test('a lease that ran out is taken by another worker', async () => {
  await enqueue(job('greet'))
  await run(sql`update jobs set leased_until = now() - interval '1 second', attempts = 1`)
  const seen: Job[] = []
  work({ greet: async done => void seen.push(done) })
  await until(() => seen.length === 1)
  expect(seen[0]?.attempts).toBe(2)
})
