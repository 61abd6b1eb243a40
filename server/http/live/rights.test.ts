import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { afterEach, beforeAll, expect, test } from 'vitest'
import * as groups from '../../../contract/api/groups.ts'
import type { LiveFrame } from '../../../contract/api/live.ts'
import * as posts from '../../../contract/api/posts.ts'
import type { CastName } from '../../../sandbox/cast.ts'
import { asServed, until, useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { run, sql } from '../../platform/db.ts'

const database = useDatabase(asServed)
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

interface Listening {
  readonly frames: LiveFrame[]
  readonly ids: string[]
  text(): string
  ended(): boolean
  pause(): void
  close(): void
}

async function listen(cookie: string, after?: string): Promise<Listening> {
  const heard: Listening & { body: string; over: boolean } = {
    frames: [],
    ids: [],
    body: '',
    over: false,
    text: () => heard.body,
    ended: () => heard.over,
    pause: () => asked.socket?.pause(),
    close: () => asked.destroy(),
  }
  const asked = httpRequest({ port, path: '/live', headers: { cookie, ...(after && { 'last-event-id': after }) } })
  const over = (): void => {
    heard.over = true
  }
  asked.on('error', over).on('response', response => {
    let rest = ''
    response.setEncoding('utf8').on('end', over).on('error', over)
    response.on('data', (piece: string) => {
      heard.body += piece
      const blocks = (rest + piece).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const id = /^id: (.*)$/m.exec(block)?.[1]
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (id) heard.ids.push(id)
        if (data) heard.frames.push(JSON.parse(data))
      }
    })
  })
  asked.end()
  closers.push(() => asked.destroy())
  await until(() => heard.ids.length > 0 || heard.over)
  return heard
}

const hear = async (who: CastName, after?: string) => listen(await server.cookie(who), after)
const operations = () => database.cast.groups.operations
const write = (who: CastName, text: string, groupId = operations()) =>
  server.call(who, posts.createPost, { params: { groupId }, body: { text } })
const postsOf = (heard: Listening) => heard.frames.flatMap(frame => (frame.type === 'post' ? [frame] : []))

test('an edit keeps what the reader thought of the post', async () => {
  const post = await write('noor', 'before')
  await server.call('bruno', posts.react, { params: { subjectId: post.id }, body: { kind: 'love' } })
  const [bruno, ana] = [await hear('bruno'), await hear('ana')]
  await server.call('noor', posts.editPost, { params: { postId: post.id }, body: { text: 'after' } })
  const edited = await until(() => postsOf(bruno)[0])
  expect(edited.post.reactions).toEqual({ counts: { love: 1 }, mine: 'love' })
  expect((await until(() => postsOf(ana)[0])).post.reactions).toEqual({ counts: { love: 1 }, mine: null })
})

test('an open group is heard by all, but its posts are for the home of its members only', async () => {
  const [zoe, lucie] = [await hear('zoe'), await hear('lucie')]
  await write('noor', 'from the workshop', database.cast.groups.workshop)
  expect((await until(() => postsOf(zoe)[0])).home).toBe(true)
  expect((await until(() => postsOf(lucie)[0])).home).toBe(false)
})

test('of many who react at once, the last count is the true one', async () => {
  const post = await write('noor', 'count me')
  const ana = await hear('ana')
  const everybody = ['bruno', 'lucie', 'theo', 'noor'] as const
  await Promise.all(
    everybody.map(who => server.call(who, posts.react, { params: { subjectId: post.id }, body: { kind: 'like' } })),
  )
  const counted = () => ana.frames.flatMap(frame => (frame.type === 'reactions' ? [frame] : []))
  await until(() => counted().length === everybody.length)
  expect(counted().at(-1)?.counts).toEqual({ like: 4 })
})

test.each(['nonsense', '999999999999.1', '1'])(
  'a place that is not in the log, %s, asks for everything again',
  async at => {
    const bruno = await hear('bruno', at)
    expect(bruno.frames).toEqual([{ type: 'resync' }])
  },
)

test('what is changed after a member was taken out is not theirs, though the change waited its turn in the log', async () => {
  const post = await write('noor', 'innocent')
  const lucie = await hear('lucie')
  // A transaction that stays open keeps everything after it from being settled: the log stands still meanwhile.
  const other = new pg.Client({ connectionString: database.appUrl })
  await other.connect()
  await other.query("begin; insert into server_settings (key, value) values ('still', '1')")
  await server.call('noor', posts.editPost, { params: { postId: post.id }, body: { text: 'first edit' } })
  await run(sql`
    delete from memberships where community_id = ${database.cast.communityId} and group_id = ${operations()}
      and member_id = ${database.cast.people.lucie.memberId}`)
  await server.call('noor', posts.editPost, { params: { postId: post.id }, body: { text: 'not-for-lucie' } })
  await other.query('rollback')
  await other.end()
  await write('bruno', 'done', database.cast.groups.everyone)
  await until(() => postsOf(lucie).some(frame => frame.post.text === 'done'))
  expect(lucie.text()).not.toContain('not-for-lucie')
  await run(sql`
    insert into memberships (community_id, group_id, member_id)
    values (${database.cast.communityId}, ${operations()}, ${database.cast.people.lucie.memberId})`)
})

test('a session that ends closes its stream within a second, though the log stands still', async () => {
  const theo = await hear('theo')
  const other = new pg.Client({ connectionString: database.appUrl })
  await other.connect()
  await other.query("begin; insert into server_settings (key, value) values ('still', '1')")
  await run(sql`delete from sessions where account_id = ${database.cast.people.theo.accountId}`)
  await until(() => theo.ended(), 1)
  await other.query('rollback')
  await other.end()
})

test('a group made secret is gone for those who only saw it, and they are told to look again', async () => {
  const made = await server.call('noor', groups.createGroup, {
    body: { name: 'Bearings', description: '', privacy: 'closed', cover: 'sea' },
  })
  const zoe = await hear('zoe')
  await server.call('noor', groups.changeGroup, { params: { groupId: made.id }, body: { privacy: 'secret' } })
  await until(() => zoe.frames.some(frame => frame.type === 'groups' && frame.groupId === made.id))
  const heard = zoe.frames.length
  await server.call('noor', groups.changeGroup, { params: { groupId: made.id }, body: { name: 'Bearings II' } })
  await write('bruno', 'done', database.cast.groups.everyone)
  await until(() => postsOf(zoe).length > 0)
  expect(zoe.frames.length).toBe(heard + 1)
})

test('a reader who takes nothing holds nobody up, and comes back to where they were', async () => {
  const [slow, quick] = [await hear('bruno'), await hear('ana')]
  slow.pause()
  const text = 'x'.repeat(19_000)
  for (let n = 0; n < 20; n++) await Promise.all(Array.from({ length: 25 }, () => write('noor', text)))
  await until(() => postsOf(quick).length === 500, 10)
  const again = await hear('bruno', slow.ids.at(-1))
  await until(() => postsOf(again).length === 500, 10)
  expect(new Set(postsOf(again).map(frame => frame.post.id)).size).toBe(500)
})

test('nothing written after a session ended reaches its stream, not even before it is closed', async () => {
  const streams = await Promise.all(Array.from({ length: 20 }, () => hear('theo')))
  await write('noor', 'while signed in')
  await until(() => streams.every(stream => stream.text().includes('while signed in')))
  await run(sql`delete from sessions where account_id = ${database.cast.people.theo.accountId}`)
  for (let n = 0; n < 10; n++) await write('noor', 'after the session')
  await until(() => streams.every(stream => stream.ended()), 1)
  for (const stream of streams) expect(stream.text()).not.toContain('after the session')
})

test('readers who break off and come back all the time miss nothing and hear nothing twice', async () => {
  const groupId = database.cast.groups.workshop
  const first = await hear('ana')
  const begin = first.ids.at(-1)
  const read = async (): Promise<string[]> => {
    const texts: string[] = []
    let place = begin
    while (texts.at(-1) !== 'the end') {
      const heard = await hear('ana', place)
      const enough = 1 + Math.floor(Math.random() * 8)
      await until(() => postsOf(heard).length >= enough || postsOf(heard).some(frame => frame.post.text === 'the end'))
      texts.push(...postsOf(heard).map(frame => frame.post.text))
      place = heard.ids.at(-1)
      heard.close()
    }
    return texts
  }
  const readers = Array.from({ length: 4 }, read)
  const writers = (['noor', 'bruno', 'theo', 'zoe'] as const).map(async who => {
    for (let n = 0; n < 60; n++) await write(who, `${who} ${n}`, groupId)
  })
  await Promise.all(writers)
  await write('noor', 'the end', groupId)
  const expected = ['noor', 'bruno', 'theo', 'zoe'].flatMap(who => Array.from({ length: 60 }, (_, n) => `${who} ${n}`))
  const all = await Promise.all(readers)
  for (const texts of all) {
    expect(texts.toSorted()).toEqual([...expected, 'the end'].toSorted())
    expect(texts).toEqual(all[0])
  }
})

test('a stream that opens while others are being checked stays open', async () => {
  const streams: Listening[] = []
  for (let round = 0; round < 6; round++) {
    const cookies = await Promise.all(Array.from({ length: 50 }, () => server.session('zoe')))
    streams.push(...(await Promise.all(cookies.map(cookie => listen(cookie)))))
  }
  await write('bruno', 'all here', database.cast.groups.workshop)
  await until(() => streams.every(stream => stream.ended() || stream.text().includes('all here')))
  expect(streams.filter(stream => stream.ended())).toEqual([])
})

test('what another process writes comes too, without a wake-up call', async () => {
  const ana = await hear('ana')
  const other = new pg.Client({ connectionString: database.appUrl })
  await other.connect()
  await other.query(
    `with made as (insert into posts (community_id, group_id, author_id, text) values ($1, $2, $3, 'from afar') returning id)
     insert into events (community_id, topic, field, verb, subject_id, group_id, actor_id)
     select $1, 'post', 'feed', 'created', id, $2, $3 from made`,
    [database.cast.communityId, operations(), database.cast.people.noor.memberId],
  )
  await other.end()
  await until(() => postsOf(ana).some(frame => frame.post.text === 'from afar'), 1)
})

test('asking for the head of the stream opens none', async () => {
  const answer = await server.app.inject({
    method: 'HEAD',
    url: '/live',
    headers: { cookie: await server.cookie('ana') },
  })
  expect(answer.statusCode).toBe(404)
})
