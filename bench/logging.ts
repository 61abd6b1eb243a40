import { program } from './graph.ts'
import { compare, fire, type Shot } from './load.ts'
import type { Rig } from './rig.ts'

const seconds = 4
const blocks = 5

/** What it costs the Graph that every call is written down: two servers on one database, one of them with the log off (performance.md D4.6). */
export async function benchLogging(rig: Rig, port: number): Promise<object> {
  const logged = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  process.env.BENCH_NO_LOG = 'yes'
  const silent = await rig.spawn('serve.js', rig.databaseUrl, String(port + 1))
  delete process.env.BENCH_NO_LOG
  const { token } = await program(rig)
  const shot: Shot = {
    method: 'GET',
    path: `/graph/v3.2/${rig.cast.groups.operations}/feed?limit=25&fields=id,message,created_time`,
    headers: { authorization: `Bearer ${token}` },
  }
  await rig.settle()
  await fire(logged, 16, 2, () => shot)
  await fire(silent, 16, 2, () => shot)
  const found = await compare(
    blocks,
    () => fire(logged, 16, seconds, () => shot),
    () => fire(silent, 16, seconds, () => shot),
  )
  return { bench: 'logging', aim: 'calls a second with the API log: ratio ≥ 0.95 of those without', ...found }
}
