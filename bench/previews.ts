import { setTimeout as wait } from 'node:timers/promises'
import { Pool } from 'undici'
import { castPassword, people } from '../sandbox/cast.ts'
import { type RunningSandbox, startSandbox } from '../sandbox/serve.ts'
import { compare, fire, percentile, type Shot } from './load.ts'
import { type At, ask, enableJira, linkJira, type Session, signIn } from './people.ts'
import type { Rig } from './rig.ts'

const seconds = 5
const blocks = 5
const thinkMs = 20
const uncached = 400
const perSecond = 20

/**
 * A member's own card of a link. Not kept yet: at a fixed rate, the time beyond what the service takes for itself; kept: calls a second, the viewer's
 * right checked in each, beside L-read. Aim: p50 ≤ service + 15 ms; at least 0.7 of L-read.
 */
export async function benchPreviews(rig: Rig, port: number): Promise<object> {
  const sandbox = await startSandbox({ port: 0 })
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port), sandbox.origin)
  const at = { port, sandbox: sandbox.origin }
  const noor = await signIn(port, people.noor.email, castPassword)
  const { groupId } = await enableJira(at, noor)
  await linkJira(at, noor, 'bruno')
  const paths = await paste(at, noor, groupId)
  const fresh = await askUncached(origin, sandbox, paths, noor)
  const limit = await rig.spawn('limits/read.ts', rig.ownerUrl, rig.cast.communityId, rig.cast.groups.operations)
  await rig.settle()
  const cached = (n: number): Shot => shotOf(paths[n % 25] ?? '', noor)
  const found = await compare(
    blocks,
    () => fire(origin, 16, seconds, cached),
    () => fire(limit, 16, seconds, () => ({ method: 'GET', path: '/' })),
  )
  await sandbox.stop()
  return {
    bench: 'a viewer’s card of a link',
    aim: 'uncached p50 ≤ service + 15 ms; cached ratio ≥ 0.7 of L-read',
    ...{ uncached: fresh, cached: found },
  }
}

const shotOf = (path: string, { cookie }: Session): Shot => ({ method: 'GET', path, headers: { cookie } })

/** Posts with a link each; answers where their cards are. */
async function paste(at: At, who: Session, groupId: string): Promise<string[]> {
  const paths: string[] = []
  for (let n = 0; n < uncached; n++) {
    const text = `look: ${at.sandbox}/jira/site/browse/OPS-1?n=${n}`
    const { json } = await ask(at.port, 'POST', `/api/groups/${groupId}/posts`, who.cookie, { text })
    paths.push(`/api/previews/${json.id}/0`)
  }
  return paths
}

/** The newest first, so that the kept ones of the second half are fresh. */
async function askUncached(origin: string, sandbox: RunningSandbox, paths: readonly string[], who: Session) {
  const service = sandbox.service('jira')
  service.thinkMs = thinkMs
  const before = service.calls.length
  const pool = new Pool(origin, { connections: 16 })
  const times: number[] = []
  const began = performance.now()
  await Promise.all(
    paths.toReversed().map(async (path, n) => {
      await wait(began + (n * 1_000) / perSecond - performance.now())
      const from = performance.now()
      const answer = await pool.request(shotOf(path, who))
      const { state } = (await answer.body.json()) as { state: string }
      if (state !== 'shown') throw new Error(`the card is ${state}`)
      times.push(performance.now() - from)
    }),
  )
  await pool.close()
  service.thinkMs = 0
  const serviceMs = ((service.calls.length - before) / paths.length) * thinkMs
  const beyond = times.map(time => time - serviceMs)
  return { perSecond, serviceMs, beyond: { p50: percentile(beyond, 50), p95: percentile(beyond, 95) } }
}
