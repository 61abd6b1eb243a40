/**
 * F01 and F02: writes and events go on while Node and PostgreSQL are killed; afterwards the clients' journal is compared with what is there, with what
 * came down the streams, and with the notices that were posted.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { enableJira, type Session, signIn } from '../bench/people.ts'
import { castPassword, people } from '../sandbox/cast.ts'
import { runningPostgres } from '../server/platform/postgres.ts'
import { type Client, type Entry, makeClient, offer, sendUntilAnswered } from './journal.ts'
import { follow } from './reader.ts'
import { startVictim, type Victim } from './victim.ts'

export interface CrashPlan {
  readonly seconds: number
  readonly writes: number
  readonly events: number
  readonly nodeKills: number
  readonly postgresKills: number
}

export interface CrashReport {
  readonly writes: { acknowledged: number; lost: number; doubled: number; unknown: number }
  readonly events: { acknowledged: number; lost: number; unposted: number; doubled: number }
  readonly streams: {
    readers: number
    told: number
    gaps: number
    repeats: number
    outOfOrder: number
    resyncs: number
    breaks: number
  }
  readonly kills: { node: number; postgres: number; readyAfterMs: number[] }
}

const readers = 5

export async function crash(plan: CrashPlan): Promise<CrashReport> {
  const victim = await startVictim()
  const client = makeClient(`http://localhost:${victim.port}`)
  try {
    const noor = await signIn(victim.port, people.noor.email, castPassword)
    const { groupId, hook, deliver } = await enableJira(victim, noor)
    const streams = Array.from({ length: readers }, () => follow(victim.port, noor.cookie))
    await wait(500)
    const writes: Entry[] = []
    const events: Entry[] = []
    const end = performance.now() + plan.seconds * 1_000
    const patience = end + 40_000
    const [, , readyAfterMs] = await Promise.all([
      offer(plan.writes, end, n => write(client, noor, groupId, journal(writes, `w${n}`), patience)),
      offer(plan.events, end, n => sendEvent(client, { hook, deliver }, journal(events, `e${n}`), patience)),
      killAll(victim, plan, end),
    ])
    await settled(victim, events)
    await wait(1_500)
    for (const stream of streams) await stream.end()
    return await compare(victim, { writes, events, streams, readyAfterMs, groupId, plan })
  } finally {
    await client.end()
    await victim.stop()
  }
}

function journal(entries: Entry[], name: string): Entry {
  const entry: Entry = { key: `${name}-${randomUUID()}`, state: 'sent', tries: 0 }
  entries.push(entry)
  return entry
}

const write = (client: Client, who: Session, groupId: string, entry: Entry, patience: number): Promise<void> =>
  sendUntilAnswered(entry, patience, async () => {
    const headers = { 'content-type': 'application/json', origin: client.origin, cookie: who.cookie }
    const body = JSON.stringify({ text: `crash ${entry.key}`, idempotencyKey: entry.key })
    const { status, text } = await client.post(`/api/groups/${groupId}/posts`, headers, body)
    const { id } = JSON.parse(text) as { id?: string }
    return { status, ...(id !== undefined && { id }) }
  })

interface Service {
  readonly hook: string
  deliver(key: string): { headers: Readonly<Record<string, string>>; body: string }
}

const sendEvent = (client: Client, { hook, deliver }: Service, entry: Entry, patience: number): Promise<void> =>
  sendUntilAnswered(entry, patience, () => {
    const { headers, body } = deliver(entry.key)
    return client.post(new URL(hook).pathname, headers, body)
  })

/** At odd moments, spread over the run. */
async function killAll(victim: Victim, plan: CrashPlan, end: number): Promise<number[]> {
  const kills = [...Array(plan.nodeKills).fill('node'), ...Array(plan.postgresKills).fill('postgres')]
  const order = kills.map(kill => ({ kill, at: Math.random() })).toSorted((a, b) => a.at - b.at)
  const took: number[] = []
  for (const [n, { kill }] of order.entries()) {
    const due = end - plan.seconds * 1_000 * (1 - (n + 0.5 + Math.random() * 0.4) / (order.length + 1))
    await wait(Math.max(0, due - performance.now()))
    took.push(Math.round(await (kill === 'node' ? victim.killNode() : victim.killPostgres())))
  }
  return took
}

/** Until the queue is empty: every acknowledged event has been read. */
async function settled(victim: Victim, events: readonly Entry[]): Promise<void> {
  const client = await database(victim)
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    const { rows } = await client.query(`select count(*)::int as n from inbound_events where outcome = 'waiting'`)
    const { rows: all } = await client.query('select count(*)::int as n from inbound_events')
    if (rows[0].n === 0 && all[0].n >= events.filter(entry => entry.state === 'ok').length) break
    await wait(200)
  }
  await client.end()
}

async function database(victim: Victim): Promise<pg.Client> {
  const running = await runningPostgres(victim.data)
  if (!running) throw new Error('its PostgreSQL does not run')
  const client = new pg.Client({ connectionString: running.ownerUrl })
  await client.connect()
  return client
}

async function compare(
  victim: Victim,
  run: {
    writes: Entry[]
    events: Entry[]
    streams: ReturnType<typeof follow>[]
    readyAfterMs: number[]
    groupId: string
    plan: CrashPlan
  },
): Promise<CrashReport> {
  const client = await database(victim)
  const posts = await client.query(`select id::text, text from posts where group_id = $1 and text like 'crash %'`, [
    run.groupId,
  ])
  const order = await client.query(
    `select subject_id::text as id from events where topic = 'post' and verb = 'created' and group_id = $1 order by xid, id`,
    [run.groupId],
  )
  // The service counts per site: what was sent is the first word of the key.
  const inbound = await client.query(
    "select split_part(delivery_key, ' ', 1) as delivery_key, outcome, id::text from inbound_events",
  )
  const notices = await client.query('select inbound_event_id::text as id, count(*)::int as n from notices group by 1')
  await client.end()
  const counted = new Map<string, number>()
  for (const { text } of posts.rows) counted.set(text.slice(6), (counted.get(text.slice(6)) ?? 0) + 1)
  const ok = run.writes.filter(entry => entry.state === 'ok')
  const kept = new Map(inbound.rows.map(row => [row.delivery_key, row]))
  const posted = new Map(notices.rows.map(row => [row.id, row.n]))
  const heard = run.events.filter(entry => entry.state === 'ok')
  const log: string[] = order.rows.map(row => row.id)
  return {
    writes: {
      acknowledged: ok.length,
      lost: ok.filter(entry => !counted.has(entry.key)).length,
      doubled: [...counted.values()].filter(n => n > 1).length,
      unknown: run.writes.length - ok.length,
    },
    events: {
      acknowledged: heard.length,
      lost: heard.filter(entry => !kept.has(entry.key)).length,
      unposted: heard.filter(entry => posted.get(kept.get(entry.key)?.id) === undefined).length,
      doubled: [...posted.values()].filter(n => n > 1).length,
    },
    streams: streamsOf(run.streams, log),
    kills: { node: run.plan.nodeKills, postgres: run.plan.postgresKills, readyAfterMs: run.readyAfterMs },
  }
}

function streamsOf(streams: readonly ReturnType<typeof follow>[], log: readonly string[]): CrashReport['streams'] {
  const sum = (of: (stream: ReturnType<typeof follow>) => number): number =>
    streams.reduce((all, one) => all + of(one), 0)
  const place = new Map(log.map((id, at) => [id, at]))
  return {
    readers: streams.length,
    told: sum(one => one.told.length),
    gaps: sum(one => {
      const first = place.get(one.told[0] ?? '') ?? 0
      const told = new Set(one.told)
      return log.slice(first).filter(id => !told.has(id)).length
    }),
    repeats: sum(one => one.told.length - new Set(one.told).size),
    outOfOrder: sum(
      one =>
        one.told.filter((id, at) => at > 0 && (place.get(id) ?? 0) < (place.get(one.told[at - 1] ?? '') ?? 0)).length,
    ),
    resyncs: sum(one => one.resyncs),
    breaks: sum(one => one.breaks),
  }
}
