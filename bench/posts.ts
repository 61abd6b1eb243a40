import { randomUUID } from 'node:crypto'
import { compare, fire, type Shot } from './load.ts'
import type { Rig } from './rig.ts'

const seconds = 5
const blocks = 5

/** Creating a post through the whole door, beside L-write. Aim: at least 0.4 of it. */
export async function benchCreatePost(rig: Rig, port: number): Promise<object> {
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const limit = await rig.spawn('limits/write.ts', rig.ownerUrl)
  const cookies = await Promise.all((['noor', 'bruno', 'ana', 'lucie'] as const).map(who => rig.cookie(who)))
  const text = 'The frames for Nantes left this morning; 40 more follow on Thursday, says the carrier.'
  const path = `/api/groups/${rig.cast.groups.operations}/posts`
  const headers = { 'content-type': 'application/json', origin }
  const ours = (n: number): Shot => ({
    method: 'POST',
    path,
    headers: { ...headers, cookie: cookies[n % cookies.length] ?? '' },
    body: JSON.stringify({ text, idempotencyKey: randomUUID() }),
  })
  const bare: Shot = { method: 'POST', path: '/', headers, body: JSON.stringify({ text }) }
  await rig.settle()
  const found = await compare(
    blocks,
    () => fire(origin, 64, seconds, ours),
    () => fire(limit, 64, seconds, () => bare),
  )
  return { bench: 'create post', aim: 'ratio ≥ 0.4 of L-write', ...found }
}

/**
 * A group's feed of 25, beside L-read: opened by sixteen at once, four members among them, and by one alone, who shares no look with anybody. Aim: at
 * least 0.5 of it.
 */
export async function benchGroupFeed(rig: Rig, port: number): Promise<object> {
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const group = rig.cast.groups.operations
  const limit = await rig.spawn('limits/read.ts', rig.ownerUrl, rig.cast.communityId, group)
  const cookies = await Promise.all((['noor', 'bruno', 'ana', 'lucie'] as const).map(who => rig.cookie(who)))
  const path = `/api/groups/${group}/posts`
  const headers = (n: number) => ({ cookie: cookies[n % cookies.length] ?? '' })
  const post = (n: number): Shot => ({
    method: 'POST',
    path,
    headers: { ...headers(n), origin, 'content-type': 'application/json' },
    body: JSON.stringify({
      text: 'The frames for Nantes left this morning; 40 more follow on Thursday, says the carrier.',
    }),
  })
  await fire(origin, 4, 2, post)
  await rig.settle()
  const against = (callers: number) =>
    compare(
      blocks,
      () => fire(origin, callers, seconds, n => ({ method: 'GET', path: `${path}?limit=25`, headers: headers(n) })),
      () => fire(limit, callers, seconds, () => ({ method: 'GET', path: '/' })),
    )
  return { bench: 'group feed of 25', aim: 'ratio ≥ 0.5 of L-read', ...(await against(16)), alone: await against(1) }
}
