import type { Person } from '../server/domain/access/actor.ts'
import { issueToken } from '../server/domain/integrations/access-tokens.ts'
import { createCustomIntegration } from '../server/domain/integrations/create-custom.ts'
import { createPost } from '../server/domain/posts/create-post.ts'
import { masterKeyFrom, setMasterKeys } from '../server/platform/secrets.ts'
import { compare, fire, type Shot } from './load.ts'
import type { Rig } from './rig.ts'

const seconds = 5
const blocks = 5
const batchSize = 50

/** A program of all groups, and fifty posts for it to read. */
export async function program(rig: Rig): Promise<{ token: string; postId: string }> {
  setMasterKeys([masterKeyFrom(Buffer.alloc(32, 7))])
  const { communityId, people, groups } = rig.cast
  const actor: Person = {
    kind: 'person',
    communityId,
    sessionId: '0',
    role: 'system_administrator',
    language: 'en',
    ...people.ana,
  }
  const permissions = ['read_content', 'manage_content', 'read_members']
  const installation = await createCustomIntegration(actor, {
    name: 'Bench',
    description: '',
    permissions,
    scope: { everyone: true },
  })
  const text = 'The frames for Nantes left this morning; 40 more follow on Thursday, says the carrier.'
  let postId = ''
  for (let n = 0; n < 50; n++) postId = (await createPost(actor, { groupId: groups.operations, text })).id
  return { token: await issueToken({ communityId, installationId: installation.id }, actor.memberId), postId }
}

const aims = {
  feed: 'feed of 25: ratio ≥ 0.5 of L-read',
  object: 'one object: ratio ≥ 0.6 of a bare one-row read',
  post: 'post: ratio ≥ 0.4 of L-write',
  batch: `batch of ${batchSize}: at least 3 times cheaper than ${batchSize} calls`,
} as const

/** The Graph beside the same in node and pg alone (performance.md D4.4); a line for each of four. */
export async function benchGraph(rig: Rig, port: number): Promise<object> {
  const origin = await rig.spawn('serve.js', rig.databaseUrl, String(port))
  const { token, postId } = await program(rig)
  const group = rig.cast.groups.operations
  const read = await rig.spawn('limits/read.ts', rig.ownerUrl, rig.cast.communityId, group)
  const row = await rig.spawn('limits/row.ts', rig.ownerUrl, rig.cast.communityId, postId)
  const write = await rig.spawn('limits/write.ts', rig.ownerUrl)
  const headers = { authorization: `Bearer ${token}` }
  const bare: Shot = { method: 'GET', path: '/' }
  const get = (path: string): Shot => ({ method: 'GET', path: `/graph/v3.2/${path}`, headers })
  const text = 'The frames for Nantes left this morning; 40 more follow on Thursday.'
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  const post: Shot = {
    method: 'POST',
    path: `/graph/v3.2/${group}/feed`,
    headers: form,
    body: `message=${encodeURIComponent(text)}`,
  }
  const entries = Array.from({ length: batchSize }, () => ({
    method: 'GET',
    relative_url: `${group}_${postId}?fields=message`,
  }))
  const together: Shot = {
    method: 'POST',
    path: '/graph/',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ batch: entries }),
  }
  await rig.settle()
  const against = (callers: number, ours: Shot, at: string, limit: Shot) =>
    compare(
      blocks,
      () => fire(origin, callers, seconds, () => ours),
      () => fire(at, callers, seconds, () => limit),
    )
  const feed = await against(16, get(`${group}/feed?limit=25&fields=id,message,created_time,from{name}`), read, bare)
  const object = await against(16, get(`${group}_${postId}?fields=message,created_time`), row, bare)
  const batch = await against(4, together, origin, get(`${group}_${postId}?fields=message`))
  const posting = await against(64, post, write, {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  })
  return {
    bench: 'graph',
    aims,
    feed,
    object,
    batch: { ...batch, cheaper: Math.round(batch.ratio * batchSize * 100) / 100 },
    post: posting,
  }
}
