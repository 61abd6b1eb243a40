import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { until, useDatabase } from '../../../test/harness/database.ts'
import { run, sql, transaction } from '../../platform/db.ts'
import { announce } from './announce.ts'
import { type Event, isAfter, placeText, readPlace } from './event.ts'
import { eventsAfter, isWithinReach, lastPlace } from './events.sql.ts'
import { followEvents } from './follow.ts'

const database = useDatabase()
const happened = (subjectId: string) =>
  ({ communityId: database.cast.communityId, topic: 'group', field: 'groups', verb: 'changed', subjectId }) as const

test('the log is in the order of transactions as numbers, not as text', async () => {
  await run(sql`
    insert into events (community_id, id, xid, topic, field, verb, subject_id)
    select ${database.cast.communityId}, n, x::xid8, 'group', 'groups', 'changed', 1
    from (values (1, '9'), (2, '10'), (3, '8'), (4, '100'), (5, '99')) as e(n, x)`)
  const { events } = await eventsAfter({ xid: '0', id: '0' }, 100)
  expect(events.map(event => event.xid)).toEqual(['8', '9', '10', '99', '100'])
  expect(events.every((event, n) => n === 0 || isAfter(event, events[n - 1] ?? event))).toBe(true)
  expect((await eventsAfter({ xid: '9', id: '1' }, 100)).events.map(event => event.xid)).toEqual(['10', '99', '100'])
  await run(sql`delete from events where community_id = ${database.cast.communityId}`)
})

test('what commits late is not passed over, and comes soon after it can', async () => {
  const seen: Event[] = []
  // Without its look every half second: only looking again soon can find it.
  vi.useFakeTimers({ toFake: ['setInterval'] })
  const follower = await followEvents(
    async events => void seen.push(...events),
    problem => {
      throw problem
    },
  )
  vi.useRealTimers()
  const late = new pg.Client({ connectionString: database.appUrl })
  await late.connect()
  await late.query('begin')
  await late.query(
    `insert into events (community_id, topic, field, verb, subject_id) values (${database.cast.communityId}, 'group', 'groups', 'changed', 1)`,
  )
  await transaction(() => announce(happened('2')))
  expect((await eventsAfter(follower.place(), 10)).more).toBe(true)
  // The wake-up call is over by then.
  await new Promise(resolve => setTimeout(resolve, 250))
  expect(seen).toEqual([])
  await late.query('commit')
  const before = performance.now()
  await until(() => seen.length === 2)
  expect(seen.map(event => event.subjectId)).toEqual(['1', '2'])
  expect(performance.now() - before).toBeLessThan(400)
  await late.end()
  await follower.stop()
})

test('a follower misses nothing and repeats nothing while sixteen write', async () => {
  const seen: string[] = []
  const follower = await followEvents(
    async events => void seen.push(...events.map(event => event.subjectId)),
    problem => {
      throw problem
    },
  )
  const ids = Array.from({ length: 400 }, (_, n) => String(n + 1_000))
  await Promise.all(ids.map(id => transaction(() => announce(happened(id)))))
  await until(() => seen.length >= ids.length)
  expect(seen.toSorted()).toEqual(ids.toSorted())
  await follower.stop()
})

test('a reader that fails gets its batch again, and nothing after it first', async () => {
  const seen: string[] = []
  const problems: unknown[] = []
  const follower = await followEvents(
    async events => {
      if (problems.length === 0) throw new Error('not yet')
      seen.push(...events.map(event => event.subjectId))
    },
    problem => problems.push(problem),
  )
  await transaction(() => announce(happened('31')))
  await until(() => problems.length === 1)
  await transaction(() => announce(happened('32')))
  await until(() => seen.length === 2)
  expect(seen).toEqual(['31', '32'])
  await follower.stop()
})

test('places are read back as written; what is none is none', async () => {
  const place = await lastPlace()
  expect(readPlace(placeText(place))).toEqual(place)
  for (const text of [undefined, '', '1', '1.', '.1', '1.2.3', 'a.b', '-1.2', `1.${'9'.repeat(30)}`])
    expect(readPlace(text)).toBeUndefined()
})

test('a place is within reach while its event is kept and not too much happened since', async () => {
  const place = await lastPlace()
  await transaction(() => announce(happened('7'), happened('8'), happened('9')))
  expect(await isWithinReach(place, 3)).toBe(true)
  expect(await isWithinReach(place, 2)).toBe(false)
  expect(await isWithinReach({ ...place, id: String(BigInt(place.id) + 900_000n) }, 100)).toBe(false)
})
