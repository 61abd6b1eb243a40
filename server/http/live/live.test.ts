import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import * as groups from '../../../contract/api/groups.ts'
import type { LiveFrame } from '../../../contract/api/live.ts'
import * as people from '../../../contract/api/people.ts'
import * as posts from '../../../contract/api/posts.ts'
import * as session from '../../../contract/api/session.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'

const database = useDatabase()
const server = useServer(database)
const closers: (() => void)[] = []
let port = 0
beforeAll(async () => {
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  port = (server.app.server.address() as AddressInfo).port
})
afterEach(() => {
  for (const close of closers.splice(0)) close()
  server.signInAgain()
})

interface Tapped {
  readonly frames: LiveFrame[]
  readonly text: () => string
  readonly last: () => string | undefined
  readonly ended: () => boolean
  readonly status: () => number
  close(): void
}

async function tap(who: CastName, after?: string): Promise<Tapped> {
  const frames: LiveFrame[] = []
  let text = ''
  let last: string | undefined
  let ended = false
  let status = 0
  const cookie = await server.cookie(who)
  const asked = httpRequest(
    { port, path: '/live', headers: { cookie, ...(after && { 'last-event-id': after }) } },
    response => {
      status = response.statusCode ?? 0
      response.setEncoding('utf8')
      let rest = ''
      response.on('data', (piece: string) => {
        text += piece
        const blocks = (rest + piece).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const id = /^id: (.*)$/m.exec(block)?.[1]
          const data = /^data: (.*)$/m.exec(block)?.[1]
          if (data) frames.push(JSON.parse(data))
          if (id) last = id
        }
      })
      response.on('end', () => {
        ended = true
      })
      response.on('error', () => {
        ended = true
      })
    },
  )
  asked.on('error', () => {
    ended = true
  })
  asked.end()
  closers.push(() => asked.destroy())
  const tapped = {
    frames,
    text: () => text,
    last: () => last,
    ended: () => ended,
    status: () => status,
    close: () => asked.destroy(),
  }
  await until(() => last !== undefined || ended || status >= 400)
  return tapped
}

const inOperations = () => ({ groupId: database.cast.groups.operations })
const say = (who: CastName, text: string, groupId = database.cast.groups.operations) =>
  server.call(who, posts.createPost, { params: { groupId }, body: { text } })
const texts = (tapped: Tapped): string[] =>
  tapped.frames.flatMap(frame => (frame.type === 'post' ? [frame.post.text] : []))

test('what is posted appears for members at once, and for nobody else', async () => {
  const [bruno, zoe] = [await tap('bruno'), await tap('zoe')]
  await say('noor', 'live-marker-1')
  await until(() => texts(bruno).includes('live-marker-1'))
  await say('noor', 'for all', database.cast.groups.workshop)
  await until(() => texts(zoe).includes('for all'))
  expect(zoe.text()).not.toContain('live-marker-1')
})

test('coming back after a break misses nothing and repeats nothing, while others write', async () => {
  const first = await tap('bruno')
  const before = texts(first).length
  await say('noor', 'r0')
  await until(() => texts(first).includes('r0'))
  const place = first.last()
  first.close()
  const writing = Promise.all(Array.from({ length: 100 }, (_, n) => say('noor', `r${n + 1}`)))
  const second = await tap('bruno', place)
  await writing
  await until(() => texts(second).length >= 100)
  expect([...texts(second)].sort()).toEqual(Array.from({ length: 100 }, (_, n) => `r${n + 1}`).sort())
  expect(before).toBe(0)
})

test('after leaving the group nothing more of it comes, though the stream stays', async () => {
  const lucie = await tap('lucie')
  await server.call('lucie', groups.leaveGroup, { params: inOperations() })
  for (let n = 0; n < 20; n++) await say('noor', `after-leaving-${n}`)
  await say('bruno', 'still here', database.cast.groups.everyone)
  await until(() => texts(lucie).includes('still here'))
  expect(lucie.text()).not.toContain('after-leaving')
})

test('the stream ends within a second when the session or the seat goes, and does not come back', async () => {
  const theo = await tap('theo')
  await server.call('theo', session.signOut)
  await until(() => theo.ended(), 1)
  const cookie = await server.cookie('samir')
  const samir = await tap('samir')
  await server.call('ana', people.deactivatePerson, { params: { memberId: database.cast.people.samir.memberId } })
  await until(() => samir.ended(), 1)
  const again = await server.app.inject({ url: '/live', headers: { cookie, 'last-event-id': samir.last() ?? '' } })
  expect(again.statusCode).toBe(401)
})

test('comments, reactions and notifications come too', async () => {
  const bruno = await tap('bruno')
  const told = () => bruno.frames.map(frame => frame.type)
  const post = await say('noor', 'talk to me')
  await until(() => told().includes('post'))
  const comment = await server.call('ana', posts.createComment, { params: { postId: post.id }, body: { text: 'yes' } })
  await until(() => told().includes('comment'))
  await server.call('ana', posts.react, { params: { subjectId: post.id }, body: { kind: 'like' } })
  await server.call('ana', posts.deleteComment, { params: { commentId: comment.id } })
  await until(() => told().includes('comment_deleted'))
  expect(told()).toEqual(['post', 'comment', 'reactions', 'comment_deleted'])
})
