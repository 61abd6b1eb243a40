import pg from 'pg'
import { type DeliveryFilter, listDeliveries, summarizeDeliveries } from '../contract/api/webhooks.ts'
import { percentile } from './load.ts'
import { addProgram, callAs } from './programs.ts'
import type { Rig } from './rig.ts'

const rowsInAll = 1_000_000
const rounds = 15

/** The log of a program with a million deliveries over thirty days: each way to look into it. Aim: < 300 ms. */
export async function benchDeliveries(rig: Rig, port: number): Promise<object> {
  process.env.BENCH_ALLOW = '127.0.0.0/8'
  const { port: there } = new URL(await rig.spawn('receiver.ts'))
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const ana = await rig.cookie('ana')
  const id = await addProgram(origin, ana, 'Program', `http://127.0.0.1:${there}/`)
  const known = await fill(rig, id)
  await rig.settle()
  const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString()
  const filters: Record<string, DeliveryFilter> = {
    newest: {},
    failed: { outcome: 'failed' },
    delivered: { outcome: 'delivered', to: day(20) },
    'rare class': { responseClass: '3xx' },
    'rare field': { field: 'membership' },
    'failed of a field': { field: 'comments', outcome: 'failed' },
    object: { objectId: known.object },
    delivery: { deliveryId: known.delivery },
    'a day long ago': { from: day(12), to: day(11) },
    nothing: { objectId: '1' },
  }
  const params = { integrationKey: id }
  const took: Record<string, number> = {}
  for (const [name, filter] of Object.entries(filters)) {
    took[name] = await time(() => callAs(origin, ana, asked(listDeliveries, filter), params))
    took[`${name}, summed`] = await time(() => callAs(origin, ana, asked(summarizeDeliveries, filter), params))
  }
  took['thirty days, summed'] = await time(() =>
    callAs(origin, ana, asked(summarizeDeliveries, { from: day(30) }), params),
  )
  return {
    bench: 'search in a million deliveries',
    aim: 'each < 300 ms',
    rows: rowsInAll,
    slowest: Math.max(...Object.values(took)),
    p95: took,
  }
}

const asked = <R extends { path: string }>(route: R, filter: DeliveryFilter): R => ({
  ...route,
  path: `${route.path}?${new URLSearchParams(filter as Record<string, string>)}`.replaceAll('%3A', '%3a'),
})

async function time(look: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    await look()
    times.push(performance.now() - from)
  }
  return percentile(times, 95)
}

async function fill(rig: Rig, programId: string): Promise<{ object: string; delivery: string }> {
  const owner = new pg.Client({ connectionString: rig.ownerUrl })
  await owner.connect()
  await owner.query(
    `insert into deliveries (community_id, installation_id, subscription_id, topic, field, verb, subject_id, object_id, group_id, happened_at, outcome,
       response_class, status, duration_ms, attempts, made_at, ended_at, next_at)
     select s.community_id, s.installation_id, s.id, 'group', case when n % 5000 = 0 then 'membership' when n % 3 = 0 then 'comments' else 'posts' end, 'add',
       n, n / 3, $2, at, case when n % 70 = 0 then 'failed' when n % 90 = 0 then 'cancelled' else 'delivered' end,
       case when n % 70 = 0 then case when n % 7000 = 0 then '3xx' else '5xx' end when n % 90 = 0 then null else '2xx' end,
       case when n % 70 = 0 then 500 else 200 end, n % 400, 1, at, at, null
     from webhook_subscriptions s, installations i, generate_series(1, ${rowsInAll}) as n
     cross join lateral (select now() - interval '30 days' * (1 - n::float8 / ${rowsInAll}) as at) as t
     where i.community_id = s.community_id and i.id = s.installation_id and i.integration_id = $1`,
    [programId, rig.cast.groups.operations],
  )
  const { rows } = await owner.query(
    'select id::text as delivery, object_id::text as object from deliveries where subject_id = 500000',
  )
  await owner.end()
  return rows[0]
}
