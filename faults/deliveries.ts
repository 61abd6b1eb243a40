/**
 * F06 and F13: whoever sends webhooks is killed every few seconds while posts go on, and then a fifth of the addresses hang. The receiver's own log decides: nothing
 * missing, nothing twice under two ids, and who answers is served as fast as without those who do not.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { percentile } from '../bench/load.ts'
import { addProgram, readTold, type Told } from '../bench/programs.ts'
import type { Rig } from '../bench/rig.ts'
import type { Person } from '../server/domain/access/actor.ts'
import { createPost } from '../server/domain/posts/create-post.ts'
import { one, run, sql } from '../server/platform/db.ts'

export interface DeliveryPlan {
  readonly seconds: number
  readonly perSecond: number
  readonly killEverySeconds: number
  readonly endpoints: number
  readonly rounds: number
  readonly roundSeconds: number
}

export interface DeliveryReport {
  readonly killed: { posts: number; missing: number; twice: number; twiceUnderAnotherId: number; kills: number }
  /** Milliseconds from post to healthy addresses, p99, without and with a fifth that hang. */
  readonly hanging: { without: number; with: number; ratio: number }
}

export async function deliveries(rig: Rig, plan: DeliveryPlan): Promise<DeliveryReport> {
  process.env.BENCH_ALLOW = '127.0.0.0/8'
  process.env.BENCH_KEY = randomBytes(32).toString('hex')
  const { port } = new URL(await rig.spawn('receiver.ts'))
  const sender = await startSender(rig)
  const ana = await rig.cookie('ana')
  try {
    const first = await addProgram(sender.origin, ana, 'Steady', `http://127.0.0.1:${port}/`)
    const killed = await whileKilled(rig, plan, sender, `http://127.0.0.1:${port}`)
    await run(sql`delete from webhook_subscriptions where community_id = ${rig.cast.communityId} and app_id = ${first}`)
    const hanging = await whileSomeHang(rig, plan, sender.origin, ana, Number(port))
    return { killed, hanging }
  } finally {
    await sender.stop()
  }
}

interface Sender {
  readonly origin: string
  kill(): Promise<void>
  stop(): Promise<void>
}

/** The whole server; posts are written by this process, so that only the sending is cut off. */
async function startSender(rig: Rig): Promise<Sender> {
  const port = await freePort()
  const start = async (): Promise<ChildProcess> => {
    const child = fork(new URL('../bench/serve.js', import.meta.url), [rig.databaseUrl, String(port)], { execArgv: [] })
    await new Promise(resolve => child.once('message', resolve))
    return child
  }
  let child = await start()
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const gone = new Promise(resolve => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
  return {
    origin: `http://localhost:${port}`,
    async kill() {
      await end('SIGKILL')
      child = await start()
    },
    stop: () => end('SIGTERM'),
  }
}

async function whileKilled(rig: Rig, plan: DeliveryPlan, sender: Sender, receiver: string) {
  const until = performance.now() + plan.seconds * 1_000
  let kills = 0
  const killing = (async () => {
    while (performance.now() + plan.killEverySeconds * 1_000 < until) {
      await wait(plan.killEverySeconds * 1_000)
      await sender.kill()
      kills++
    }
  })()
  const sent = await offerPosts(rig, plan.perSecond, plan.seconds, 'k')
  await killing
  // What a killed one held comes again when its lease ends.
  await drained(90)
  const { told } = await readTold(receiver, { forget: true })
  const found = new Map(told.map(row => [row[0], row]))
  return {
    posts: sent.size,
    missing: [...sent.keys()].filter(key => !found.has(key)).length,
    twice: told.filter(([, , times]) => times > 1).length,
    twiceUnderAnotherId: told.filter(([, , , ids]) => ids > 1).length,
    kills,
  }
}

/** In ABBA order: the machine's own moods weigh on both alike. */
async function whileSomeHang(rig: Rig, plan: DeliveryPlan, origin: string, ana: string, port: number) {
  const bad: string[] = []
  for (let n = 0; n < plan.endpoints; n++) {
    const hangs = n % 5 === 0
    const id = await addProgram(origin, ana, `Endpoint ${n}`, `http://127.0.0.${n + 2}:${port}/${hangs ? 'hang' : ''}`)
    if (hangs) bad.push(id)
  }
  const set = (state: 'active' | 'stopped') =>
    run(
      sql`update webhook_subscriptions set state = ${state} where community_id = ${rig.cast.communityId} and app_id = any(${bad}::bigint[])`,
    )
  const figures: { without: number[]; with: number[] } = { without: [], with: [] }
  const receiver = `http://127.0.0.1:${port}`
  for (let round = 0; round < plan.rounds; round++)
    for (const name of round % 2 === 0 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      await set(name === 'with' ? 'active' : 'stopped')
      await readTold(receiver, { forget: true })
      const sent = await offerPosts(rig, plan.perSecond / plan.endpoints, plan.roundSeconds, `h${round}${name}`)
      await wait(2_000)
      figures[name].push(healthyP99(await readTold(receiver), sent))
      await run(sql`update deliveries set outcome = 'cancelled' where outcome in ('waiting', 'retrying')`)
    }
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
  const [without, some] = [mean(figures.without), mean(figures.with)]
  return { without: Math.round(without), with: Math.round(some), ratio: Math.round((100 * some) / without) / 100 }
}

const healthyP99 = ({ told }: Told, sent: ReadonlyMap<string, number>): number =>
  percentile(
    told.filter(([key]) => sent.has(key)).map(([key, , , , last]) => last - (sent.get(key) ?? 0)),
    99,
  )

async function offerPosts(rig: Rig, perSecond: number, seconds: number, name: string): Promise<Map<string, number>> {
  const noor: Person = {
    kind: 'person',
    communityId: rig.cast.communityId,
    ...rig.cast.people.noor,
    sessionId: '0',
    role: 'member',
    language: 'en',
  }
  const sent = new Map<string, number>()
  const under: Promise<unknown>[] = []
  const began = performance.now()
  for (let n = 0; n < perSecond * seconds; n++) {
    const early = began + (n * 1_000) / perSecond - performance.now()
    if (early > 1) await wait(early)
    sent.set(`${name}${n}`, performance.timeOrigin + performance.now())
    under.push(createPost(noor, { groupId: rig.cast.groups.operations, text: `key ${name}${n} and more` }))
  }
  await Promise.all(under)
  return sent
}

async function drained(seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1_000
  const left = () =>
    one<{ n: number }>(sql`select count(*)::int as n from deliveries where outcome in ('waiting', 'retrying')`)
  while (performance.now() < end && (await left()).n > 0) await wait(500)
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
