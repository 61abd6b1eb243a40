import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { castPassword, people } from '../sandbox/cast.ts'
import { startSandbox } from '../sandbox/serve.ts'
import { rows, sql } from '../server/platform/db.ts'
import { percentile } from './load.ts'
import { enableJira, signIn } from './people.ts'
import type { Rig } from './rig.ts'

const perSecond = 200
const readers = 100
const seconds = 15
const warmSeconds = 5

/**
 * From the moment a service sends an event until another member's open page has been told of the notice: signature, durable record, job, post, log,
 * stream. An open loop at a fixed rate; sender, server and readers are three processes on the same cores. Aim: p50 ≤ 10 ms, p99 ≤ 60 ms.
 */
export async function benchEvents(rig: Rig, port: number): Promise<object> {
  const sandbox = await startSandbox({ port: 0 })
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port), sandbox.origin)
  const noor = await signIn(port, people.noor.email, castPassword)
  const { hook, deliver } = await enableJira({ port, sandbox: sandbox.origin }, noor)
  const cookies = await Promise.all((['noor', 'bruno', 'lucie', 'ana'] as const).map(who => rig.cookie(who)))
  const pages = await rig.spawn('readers.ts', origin, String(readers), ...cookies)
  const sent = new Map<string, number>()
  const answers: number[] = []
  await offer(new URL(hook), deliver, sent, answers)
  await wait(2_000)
  const told = new Map((await (await fetch(pages)).json()) as [string, number[]][])
  const posts = await rows<{ delivery_key: string; post_id: string }>(sql`
    select split_part(e.delivery_key, ' ', 1) as delivery_key, n.post_id from notices n join inbound_events e on e.community_id = n.community_id and e.id = n.inbound_event_id`)
  const measured = posts.filter(post => sent.has(post.delivery_key))
  const times = measured.flatMap(post =>
    (told.get(post.post_id) ?? []).map(at => at - (sent.get(post.delivery_key) ?? 0)),
  )
  await sandbox.stop()
  return {
    bench: 'inbound event to another member’s open page',
    aim: 'p50 ≤ 10 ms, p99 ≤ 60 ms',
    ...{
      perSecond,
      readers,
      events: sent.size,
      posted: measured.length,
      told: times.length,
      of: measured.length * readers,
    },
    ...{ p50: percentile(times, 50), p90: percentile(times, 90), p99: percentile(times, 99) },
    answered: { p50: percentile(answers, 50), p99: percentile(answers, 99) },
  }
}

async function offer(
  hook: URL,
  deliver: (key: string) => { headers: Readonly<Record<string, string>>; body: string },
  sent: Map<string, number>,
  answers: number[],
): Promise<void> {
  const pool = new Pool(hook.origin, { connections: 32 })
  const under: Promise<unknown>[] = []
  const began = performance.now()
  const all = (warmSeconds + seconds) * perSecond
  for (let n = 0; n < all; n++) {
    const due = began + (n * 1_000) / perSecond
    if (due - performance.now() > 1) await wait(due - performance.now())
    const key = randomUUID()
    const { headers, body } = deliver(key)
    const at = performance.now()
    if (n >= warmSeconds * perSecond) sent.set(key, performance.timeOrigin + at)
    const sending = pool.request({ method: 'POST', path: hook.pathname, headers, body }).then(async answer => {
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`the door answered ${answer.statusCode}`)
      if (n >= warmSeconds * perSecond) answers.push(performance.now() - at)
    })
    under.push(sending)
  }
  await Promise.all(under)
  await pool.close()
}
