/** How much of its limit a program has used: counted here, added up with other processes each second (decision 0023). */
import { now } from '../../platform/clock.ts'
import { rows, run, sql } from '../../platform/db.ts'

export interface Caller {
  readonly appId: string
  readonly communityId: string | null
}

/** In per cent of what an hour holds. */
export interface Usage {
  readonly calls: number
  readonly time: number
}

interface Count {
  calls: number
  ms: number
}

interface App {
  readonly communityId: string
  /** In this hour and in the one before, as the database knows them. */
  known: { here: Count; before: Count }
  /** Not yet added. */
  pending: Count
  lastAt: number
}

const hourMs = 3_600_000
/** A community has this many times what one app has. */
const communityShare = 5

let limit = 200_000
const apps = new Map<string, App>()
let timer: NodeJS.Timeout | undefined
let adding: Promise<void> | undefined

/** Calls an app may make in an hour; 0: as many as it likes. */
export function configureUsage(callsAnHour: number): void {
  limit = callsAnHour
  apps.clear()
}

/** Has this program calls left? One that has none is not counted. */
export function hasCallsLeft({ appId, communityId }: Caller): boolean {
  if (limit === 0) return true
  const app = appOf(appId, communityId)
  if (spent(app).calls >= limit) return false
  return communityId === null || spentBy(communityId) < limit * communityShare
}

export function countCall({ appId, communityId }: Caller, ms: number): void {
  const app = appOf(appId, communityId)
  app.pending.calls++
  app.pending.ms += ms
  timer ??= setTimeout(() => void addUp(), 1_000).unref()
}

export function usageOf({ appId, communityId }: Caller): Usage {
  const { calls, ms } = spent(appOf(appId, communityId))
  const share = (part: number, whole: number): number =>
    whole === 0 ? 0 : Math.min(100, Math.floor((part / whole) * 100))
  return { calls: share(calls, limit), time: share(ms, hourMs) }
}

/** Adds what waits to what all processes know, and learns it; at the stop too. */
export async function addUp(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  await adding
  adding = reconcile().catch(() => {})
  await adding
  adding = undefined
}

export const forgetOldUsage = (): Promise<number> =>
  run(sql`delete from graph_usage where hour < now() - interval '1 day'`)

function appOf(appId: string, communityId: string | null): App {
  const found = apps.get(appId)
  if (found) {
    found.lastAt = now()
    return found
  }
  const made: App = {
    communityId: communityId ?? '0',
    known: { here: { calls: 0, ms: 0 }, before: { calls: 0, ms: 0 } },
    pending: { calls: 0, ms: 0 },
    lastAt: now(),
  }
  apps.set(appId, made)
  return made
}

/** What counts now: this hour, what waits, and of the hour before what is less than sixty minutes ago. */
function spent({ known, pending }: App): Count {
  const left = 1 - (now() % hourMs) / hourMs
  return {
    calls: known.here.calls + pending.calls + known.before.calls * left,
    ms: known.here.ms + pending.ms + known.before.ms * left,
  }
}

const spentBy = (communityId: string): number =>
  [...apps.values()].filter(app => app.communityId === communityId).reduce((sum, app) => sum + spent(app).calls, 0)

interface Row {
  community_id: string
  app_id: string
  here: boolean
  calls: string
  ms: number
}

async function reconcile(): Promise<void> {
  const hour = new Date(Math.floor(now() / hourMs) * hourMs)
  const waiting = [...apps].map(([appId, app]) => {
    const { pending } = app
    app.pending = { calls: 0, ms: 0 }
    return { app, appId, pending }
  })
  const batch = waiting
    .filter(one => one.pending.calls > 0)
    .map(({ app, appId, pending }) => ({ community_id: app.communityId, app_id: appId, ...pending }))
    .sort((a, b) => Number(a.app_id) - Number(b.app_id))
  try {
    await run(sql`
      insert into graph_usage as u (community_id, app_id, hour, calls, ms)
      select community_id, app_id, ${hour}, calls, ms
      from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as r(community_id bigint, app_id bigint, calls bigint, ms double precision)
      on conflict (community_id, app_id, hour) do update set calls = u.calls + excluded.calls, ms = u.ms + excluded.ms`)
  } catch (error) {
    for (const { app, pending } of waiting) {
      app.pending.calls += pending.calls
      app.pending.ms += pending.ms
    }
    throw error
  }
  await learn(hour)
}

/** Of every community that calls here, what its apps spent anywhere. */
async function learn(hour: Date): Promise<void> {
  const communities = [...new Set([...apps.values()].map(app => app.communityId))]
  const found = await rows<Row>(sql`
    select community_id, app_id, hour = ${hour} as here, calls, ms from graph_usage
    where community_id = any(${communities}::bigint[]) and hour >= ${new Date(hour.getTime() - hourMs)}`)
  for (const [appId, app] of apps)
    if (app.lastAt < now() - 2 * hourMs) apps.delete(appId)
    else app.known = { here: { calls: 0, ms: 0 }, before: { calls: 0, ms: 0 } }
  for (const row of found)
    appOf(row.app_id, row.community_id).known[row.here ? 'here' : 'before'] = { calls: Number(row.calls), ms: row.ms }
}
