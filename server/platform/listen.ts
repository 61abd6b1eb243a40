/**
 * Wake-up calls between processes by LISTEN/NOTIFY: one listening connection a process, calls gathered so that one NOTIFY is under way
 * at most. A call is a hint and may be lost; whoever waits for one also looks by itself every half second.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { currentDatabaseUrl, run, sql } from './db.ts'

type Channel = 'jobs' | 'events'

/** By this it is known which calls were this process's own: it woke itself already. */
const self = randomUUID()
const listeners: Record<Channel, Set<() => void>> = { jobs: new Set(), events: new Set() }
const waiting = new Set<Channel>()
let sending = false
let client: pg.Client | undefined
let reconnecting: NodeJS.Timeout | undefined
let stopped = true

/** Calls `wake` whenever something was announced on the channel, by this process or another. */
export function listenTo(channel: Channel, wake: () => void): { stop(): void } {
  listeners[channel].add(wake)
  return { stop: () => void listeners[channel].delete(wake) }
}

/** Wakes this process at once and the others through the database; call it after the commit. */
export function notify(channel: Channel): void {
  for (const wake of listeners[channel]) wake()
  waiting.add(channel)
  if (!sending) void send()
}

/** Opens the listening connection and keeps it open until `stopListening`. */
export function startListening(): void {
  stopped = false
  void connect()
}

export async function stopListening(): Promise<void> {
  stopped = true
  clearTimeout(reconnecting)
  await client?.end().catch(() => {})
  client = undefined
}

async function connect(): Promise<void> {
  const next = new pg.Client({ connectionString: currentDatabaseUrl(), connectionTimeoutMillis: 2_000 })
  client = next
  const retry = (): void => {
    if (stopped || client !== next) return
    client = undefined
    reconnecting = setTimeout(() => void connect(), 500)
  }
  next.on('error', () => {})
  next.on('end', retry)
  next.on('notification', message => {
    if (message.payload === self) return
    for (const wake of listeners[message.channel as Channel] ?? []) wake()
  })
  try {
    await next.connect()
    await next.query('listen jobs; listen events')
  } catch {
    await next.end().catch(() => {})
    retry()
  }
}

async function send(): Promise<void> {
  sending = true
  while (waiting.size > 0) {
    const channels = [...waiting]
    waiting.clear()
    await run(sql`select pg_notify(channel, ${self}) from unnest(${channels}::text[]) as channel`).catch(() => {})
  }
  sending = false
}
