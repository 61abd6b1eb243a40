import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { fire, percentile } from './load.ts'
import { addProgram, readTold } from './programs.ts'
import type { Rig } from './rig.ts'

const perSecond = 200
const seconds = 15
const warmSeconds = 5
const programs = 20
const queued = 1_000

/**
 * From the moment somebody sends a post until a program's server has been told of it, at a fixed rate; then how many deliveries a second go out of a long queue, with
 * the log of attempts, beside L-write. Sender, server and receiver are three processes on the same cores. Aim: p50 ≤ 15 ms, p99 ≤ 100 ms, and 0.25 of L-write.
 */
export async function benchWebhooks(rig: Rig, port: number): Promise<object> {
  process.env.BENCH_ALLOW = '127.0.0.0/8'
  const { port: there } = new URL(await rig.spawn('receiver.ts'))
  const receiver = `http://127.0.0.1:${there}`
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const limit = await rig.spawn('limits/write.ts', rig.ownerUrl)
  const [ana, noor] = await Promise.all([rig.cookie('ana'), rig.cookie('noor')])
  await addProgram(origin, ana, 'Program 1', `http://127.0.0.1:${there}/`)
  await rig.settle()
  const dispatch = await atFixedRate(rig, origin, noor, receiver)
  // Each on a host of its own.
  for (let n = 2; n <= programs; n++) await addProgram(origin, ana, `Program ${n}`, `http://127.0.0.${n}:${there}/`)
  await rig.settle()
  const { perSecond: writes } = await fire(limit, 64, 5, () => ({ method: 'POST', path: '/', body: '{"text":"x"}' }))
  const sustained = await fromQueue(rig, origin, noor, receiver)
  return {
    bench: 'post to program, and deliveries a second',
    aim: 'p50 ≤ 15 ms, p99 ≤ 100 ms at 200/s; ≥ 0.25 of L-write',
    ...dispatch,
    sustained,
    limitWrite: writes,
    ratio: Math.round((1_000 * sustained) / writes) / 1_000,
  }
}

async function atFixedRate(rig: Rig, origin: string, cookie: string, receiver: string) {
  const pool = new Pool(origin, { connections: 32 })
  const sent = new Map<string, number>()
  const under: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; n < (warmSeconds + seconds) * perSecond; n++) {
    const due = began + (n * 1_000) / perSecond
    if (due - performance.now() > 1) await wait(due - performance.now())
    if (n >= warmSeconds * perSecond) sent.set(`a${n}`, performance.timeOrigin + performance.now())
    under.push(post(pool, rig, origin, cookie, `a${n}`))
  }
  await Promise.all(under)
  await wait(2_000)
  await pool.close()
  const { told } = await readTold(receiver, { forget: true })
  const measured = told.filter(([key]) => sent.has(key))
  const times = measured.map(([key, at]) => at - (sent.get(key) ?? 0))
  return {
    ...{ perSecond, posts: sent.size, told: measured.length, twice: told.filter(([, , n]) => n > 1).length },
    ...{ p50: percentile(times, 50), p90: percentile(times, 90), p99: percentile(times, 99) },
  }
}

/** Posts that each go to all programs, as fast as they are taken; deliveries are counted from the first to the last that arrives. */
async function fromQueue(rig: Rig, origin: string, cookie: string, receiver: string): Promise<number> {
  const pool = new Pool(origin, { connections: 32 })
  await Promise.all(Array.from({ length: queued }, (_, n) => post(pool, rig, origin, cookie, `b${n}`)))
  await pool.close()
  const end = performance.now() + 120_000
  let found = await readTold(receiver)
  while (found.count < queued * programs && performance.now() < end) {
    await wait(250)
    found = await readTold(receiver)
  }
  return Math.round((found.count * 1_000) / (found.last - found.first))
}

async function post(pool: Pool, rig: Rig, origin: string, cookie: string, key: string): Promise<void> {
  const answer = await pool.request({
    method: 'POST',
    path: `/api/groups/${rig.cast.groups.operations}/posts`,
    headers: { 'content-type': 'application/json', origin, cookie },
    body: JSON.stringify({ text: `key ${key} The frames for Nantes left this morning; 40 more follow on Thursday.` }),
  })
  await answer.body.dump()
  if (answer.statusCode !== 200) throw new Error(`the door answered ${answer.statusCode}`)
}
