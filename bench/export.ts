import { request } from 'node:http'
import pg from 'pg'
import { exportCalls } from '../contract/api/log-exports.ts'
import { copyOut } from './limits/copy.ts'
import { fire, type Shot } from './load.ts'
import type { Rig } from './rig.ts'

const many = Number(process.env.BENCH_ROWS ?? 10_000_000)
const few = Math.min(100_000, Math.floor(many / 10))
const seconds = 5

const aims = {
  rows: 'rows a second: ratio ≥ 0.25 of L-copy',
  first: 'first byte within 500 ms',
  memory: `growth from ${few} to ${many} rows ≤ 32 MB`,
  others: 'p99 of other calls meanwhile ≤ 2 times that without',
} as const

/** Millions of rows of the API log taken out as CSV, beside COPY of the same rows (performance.md D4.6). */
export async function benchExport(rig: Rig, port: number): Promise<object> {
  await fill(rig, many)
  await rig.settle()
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const cookie = await rig.cookie('ana')
  const shot: Shot = { method: 'GET', path: '/api/me', headers: { cookie } }
  await take(rig, origin, cookie, few)
  const small = await take(rig, origin, cookie, few)
  const copies = [await copyOut(rig.ownerUrl)]
  const quiet = await take(rig, origin, cookie, many)
  copies.push(await copyOut(rig.ownerUrl))
  const alone = await fire(origin, 2, seconds, () => shot)
  const [whole, beside] = await Promise.all([take(rig, origin, cookie, many), during(origin, shot)])
  copies.push(await copyOut(rig.ownerUrl))
  const limit = many / (copies.sort((a, b) => a - b)[1] ?? 1)
  return {
    bench: 'export',
    aims,
    rows: quiet.rows,
    perSecond: Math.round(quiet.rows / quiet.seconds),
    limitPerSecond: Math.round(limit),
    ratio: round(quiet.rows / quiet.seconds / limit),
    ratioUnderLoad: round(whole.rows / whole.seconds / limit),
    firstByteMs: Math.round(quiet.firstByteMs),
    megabytes: Math.round(quiet.bytes / 1_048_576),
    memoryMb: { few: round(small.peakMb), many: round(quiet.peakMb) },
    growthMb: round(quiet.peakMb - small.peakMb),
    p99: { alone: round(alone.p99), beside: round(beside.p99), ratio: round(beside.p99 / alone.p99) },
  }
}

const round = (value: number): number => Math.round(value * 100) / 100

/** The next calls, fired while the export runs. */
async function during(origin: string, shot: Shot) {
  await new Promise(resolve => setTimeout(resolve, 1_000))
  return fire(origin, 2, seconds, () => shot)
}

/** As programs leave them: paths with ids, user agents, a thousand integrations, over three days. */
async function fill(rig: Rig, rows: number): Promise<void> {
  const owner = new pg.Client({ connectionString: rig.ownerUrl })
  await owner.connect()
  try {
    await owner.query(`select make_api_log_days((now() at time zone 'UTC')::date - 3, 3)`)
    await owner.query(
      `insert into api_log (community_id, at, installation_id, integration_id, origin, app_id, api, method, path, permission, group_id, status, duration_ms, bytes,
         address, user_agent, trace_id)
       select $1, now() - interval '2 days' + n * interval '15 milliseconds' * (10000000.0 / $2::float8), 1000 + n % 1000, (1000 + n % 1000)::text, 'custom',
         1000 + n % 1000, 'graph', 'GET', '/' || 100000000000000 + n % 10000 || '_' || n || '/comments', 'read_content', 100000000000000 + n % 10000,
         case when n % 50 = 0 then 400 else 200 end, n % 977 / 10.0, n % 40000, '203.0.113.' || n % 250, 'python-requests/2.31 (robot)', 't' || n
       from generate_series(1, $2::int) n`,
      [rig.cast.communityId, rows],
    )
  } finally {
    await owner.end()
  }
}

interface Took {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
  readonly firstByteMs: number
  /** Of the server’s process, the most that was seen. */
  readonly peakMb: number
}

/** Asks for an export of about so many rows and reads it as fast as it comes. */
async function take(rig: Rig, origin: string, cookie: string, rows: number): Promise<Took> {
  const now = Date.now()
  const share = rows / many
  const filter = share === 1 ? {} : { to: new Date(now - 2 * 86_400_000 + share * 150_000_000).toISOString() }
  const asked = await fetch(`${origin}/api${exportCalls.path}`, {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: JSON.stringify({ format: 'csv', packed: false, tell: false, filter }),
  })
  const { address } = (await asked.json()) as { address: string }
  let peakMb = 0
  const look = async (): Promise<void> => {
    peakMb = Math.max(peakMb, await rig.memoryOf(origin))
  }
  const watching = setInterval(() => void look(), 100)
  try {
    const taken = await read(`${origin}${address}`, cookie)
    await look()
    return { ...taken, peakMb }
  } finally {
    clearInterval(watching)
  }
}

function read(url: string, cookie: string): Promise<Omit<Took, 'peakMb'>> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    request(url, { headers: { cookie } }, answer => {
      let [bytes, lines, firstByteMs] = [0, 0, 0]
      answer.on('data', (piece: Buffer) => {
        firstByteMs ||= performance.now() - began
        bytes += piece.length
        for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++
      })
      answer.on('end', () =>
        resolve({ rows: lines - 1, bytes, seconds: (performance.now() - began) / 1_000, firstByteMs }),
      )
      answer.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}
