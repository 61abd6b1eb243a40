/** Limits of calls (workplace-graph-api.md 4.4, decision 0023): per app and per community, over an hour that slides, known to every process within a second. */
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addUp, configureUsage, countCall, hasCallsLeft, usageOf } from '../../server/domain/api-log/usage.ts'
import { moveClock } from '../../server/platform/clock.ts'
import { rows, run, sql } from '../../server/platform/db.ts'
import { useDatabase } from '../harness/database.ts'
import { type Program, usePrograms } from '../harness/program.ts'
import { useServer } from '../harness/server.ts'

const database = useDatabase()
const programs = usePrograms(database, useServer(database))
/** The beginning of an hour, so that nothing of the one before is left. */
const hour = Math.ceil(Date.now() / 3_600_000) * 3_600_000
const setTime = (minutes: number): void => moveClock(hour + minutes * 60_000 - Date.now())
beforeEach(async () => {
  await run(sql`delete from graph_usage`)
  configureUsage(20)
  setTime(0)
})
afterEach(() => {
  configureUsage(200_000)
  moveClock(0)
})

const call = (program: Program) => programs.graph('/me', { token: program.token })
async function statuses(program: Program, times: number): Promise<number[]> {
  const found: number[] = []
  for (let n = 0; n < times; n++) found.push((await call(program)).status)
  return found
}

test('an app that spent its calls is told so as real clients wait for it; others go on', async () => {
  const [busy, quiet] = [
    await programs.make(['read_content'], 'all', 'Busy'),
    await programs.make(['read_content'], 'all', 'Quiet'),
  ]
  expect((await call(busy)).headers['x-app-usage']).toBe('{"call_count":5,"total_time":0,"total_cputime":0}')
  expect(await statuses(busy, 19)).toEqual(Array(19).fill(200))
  const refused = await call(busy)
  expect(refused).toMatchObject({
    status: 429,
    body: { error: { code: 4, type: 'OAuthException', is_transient: true } },
  })
  expect(refused.headers).toMatchObject({
    'retry-after': '60',
    'x-app-usage': expect.stringContaining('"call_count":100'),
  })
  expect((await call(quiet)).status).toBe(200)
  const batch = await programs.graph('/', {
    token: busy.token,
    method: 'POST',
    payload: { batch: [{ method: 'GET', relative_url: 'me' }] },
  })
  expect(batch).toMatchObject({ status: 200, body: [{ code: 429 }] })
})

test('every call of a batch counts', async () => {
  const program = await programs.make(['read_content'], 'all', 'Batching')
  const entries = Array.from({ length: 30 }, () => ({ method: 'GET', relative_url: 'me?fields=id' }))
  const { body } = await programs.graph('/', { token: program.token, method: 'POST', payload: { batch: entries } })
  const refused = body.filter((one: { code: number }) => one.code === 429).length
  // Those that read side by side are let in together.
  expect(refused).toBeGreaterThanOrEqual(1)
  expect(refused).toBeLessThanOrEqual(10)
  expect((await call(program)).status).toBe(429)
})

test('the hour slides: nothing is spent twice around a full hour, and room comes back little by little', async () => {
  const program = await programs.make(['read_content'], 'all', 'Sliding')
  setTime(59)
  expect(await statuses(program, 21)).toEqual([...Array(20).fill(200), 429])
  await addUp()
  setTime(61)
  await addUp()
  expect((await call(program)).status).toBe(200)
  expect((await call(program)).status).toBe(429)
  setTime(90)
  const later = await statuses(program, 12)
  expect(later.filter(status => status === 200).length).toBeGreaterThanOrEqual(8)
  expect(later).toContain(429)
  setTime(60 * 4)
  await addUp()
  expect((await call(program)).status).toBe(200)
})

test('what another process counted counts here once it was added up; a community has five times as many', async () => {
  const { communityId } = database.cast
  const app = { appId: '900000000000001', communityId }
  const others = (appId: string, calls: number) =>
    run(
      sql`insert into graph_usage (community_id, app_id, hour, calls, ms) values (${communityId}, ${appId}, ${new Date(hour)}, ${calls}, 0)`,
    )
  countCall(app, 5)
  await others(app.appId, 19)
  expect(hasCallsLeft(app)).toBe(true)
  await addUp()
  expect(hasCallsLeft(app)).toBe(false)
  expect(usageOf(app).calls).toBe(100)
  expect(await rows(sql`select calls::int as calls from graph_usage where app_id = ${app.appId}`)).toEqual([
    { calls: 20 },
  ])
  const fresh = { appId: '900000000000002', communityId }
  expect(hasCallsLeft(fresh)).toBe(true)
  for (let n = 3; n < 8; n++) await others(`90000000000000${n}`, 20)
  await addUp()
  expect(hasCallsLeft(fresh)).toBe(false)
  expect(hasCallsLeft({ appId: '900000000000009', communityId: null })).toBe(true)
})

test('a database that is away loses no count; no limit is none', async () => {
  const app = { appId: '900000000000010', communityId: database.cast.communityId }
  countCall(app, 1)
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query('revoke insert on graph_usage from passerelle_app')
  await addUp()
  expect(await rows(sql`select from graph_usage where app_id = ${app.appId}`)).toEqual([])
  await owner.query('grant insert on graph_usage to passerelle_app')
  await owner.end()
  await addUp()
  expect(await rows(sql`select calls::int as calls from graph_usage where app_id = ${app.appId}`)).toEqual([
    { calls: 1 },
  ])
  configureUsage(0)
  for (let n = 0; n < 100; n++) countCall(app, 1)
  expect(hasCallsLeft(app)).toBe(true)
  expect(usageOf(app).calls).toBe(0)
})
