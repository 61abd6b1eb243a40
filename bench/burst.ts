import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { castPassword, people } from '../sandbox/cast.ts'
import { startSandbox } from '../sandbox/serve.ts'
import { one, sql } from '../server/platform/db.ts'
import { percentile } from './load.ts'
import { enableJira, signIn } from './people.ts'
import type { Rig } from './rig.ts'

const events = 5_000
const seconds = 5
/** After the last answer: how long notices are waited for. */
const patienceSeconds = 60

/** So many events from one service at once: each is answered 2xx when it is recorded, and every notice stands in the group. Aim: within 30 s. */
export async function benchBurst(rig: Rig, port: number): Promise<object> {
  const sandbox = await startSandbox({ port: 0 })
  await rig.spawn('serve.js', rig.databaseUrl, String(port), sandbox.origin)
  const noor = await signIn(port, people.noor.email, castPassword)
  const { hook, deliver } = await enableJira({ port, sandbox: sandbox.origin }, noor)
  const { origin, pathname: path } = new URL(hook)
  const pool = new Pool(origin, { connections: 64 })
  const times: number[] = []
  const keys: string[] = []
  const began = performance.now()
  const send = async (n: number): Promise<void> => {
    await wait(began + (n * seconds * 1_000) / events - performance.now())
    const key = randomUUID()
    keys.push(key)
    const from = performance.now()
    const answer = await pool.request({ method: 'POST', path, ...deliver(key) })
    await answer.body.dump()
    if (answer.statusCode !== 200) throw new Error(`the door answered ${answer.statusCode}`)
    times.push(performance.now() - from)
  }
  await Promise.all(Array.from({ length: events }, (_, n) => send(n)))
  const answeredAfter = performance.now() - began
  const recorded = await count(keys, sql`true`)
  let visible = 0
  while (visible < events && performance.now() - began < answeredAfter + patienceSeconds * 1_000) {
    visible = await count(
      keys,
      sql`exists (select from notices n where n.community_id = e.community_id and n.inbound_event_id = e.id)`,
    )
    if (visible < events) await wait(100)
  }
  const visibleAfter = performance.now() - began
  await pool.close()
  await sandbox.stop()
  return {
    bench: '5,000 events in 5 s from one service',
    aim: 'each 2xx when durable, all visible within 30 s',
    ...{ events, recorded, visible },
    ...{ answeredAfterMs: Math.round(answeredAfter), visibleAfterMs: Math.round(visibleAfter) },
    answered: { p50: percentile(times, 50), p99: percentile(times, 99) },
  }
}

const count = async (keys: readonly string[], so: ReturnType<typeof sql>): Promise<number> =>
  (
    await one<{ n: number }>(
      sql`select count(*)::int as n from inbound_events e where split_part(e.delivery_key, ' ', 1) = any(${keys}::text[]) and ${so}`,
    )
  ).n
