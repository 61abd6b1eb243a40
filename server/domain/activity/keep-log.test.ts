/** The log has a part for each day to come, keeps what was promised, and ends what was not. */
import pg from 'pg'
import { expect, test } from 'vitest'
import * as contract from '../../../contract/api/api-log.ts'
import { useDatabase } from '../../../test/harness/database.ts'
import { useServer } from '../../../test/harness/server.ts'
import { one, rows, run, sql } from '../../platform/db.ts'
import { forgetOldCalls, makeLogDays } from './keep-log.ts'

const database = useDatabase()
const server = useServer(database)

const parts = async (): Promise<string[]> =>
  (
    await rows<{ name: string }>(
      sql`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'api_log'::regclass order by 1`,
    )
  ).map(row => row.name)
const dayPart = (days: number): string =>
  `api_log_${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`
const insert = (communityId: string, daysAgo: number): Promise<number> =>
  run(sql`
    insert into api_log (community_id, at, api, method, path, status, duration_ms, trace_id)
    values (${communityId}, now() - make_interval(days => ${daysAgo}), 'graph', 'GET', '/', 200, 1, ${`${communityId} ${daysAgo}`})`)
const left = async (communityId: string): Promise<number[]> =>
  (
    await rows<{ trace_id: string }>(
      sql`select trace_id from api_log where community_id = ${communityId} order by at desc`,
    )
  ).map(row => Number(row.trace_id.split(' ')[1]))

test('parts are made ahead by the server’s own role, and what came before its part is carried over', async () => {
  expect(await parts()).toContain(dayPart(7))
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query(`drop table ${dayPart(0)}, ${dayPart(5)}`)
  await owner.end()
  await insert(database.cast.communityId, 0)
  expect(await one(sql`select count(*)::int as count from api_log_default`)).toEqual({ count: 1 })
  await makeLogDays()
  await makeLogDays()
  expect(await parts()).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7].map(dayPart)))
  expect(await one(sql`select count(*)::int as count from api_log_default`)).toEqual({ count: 0 })
  expect(await left(database.cast.communityId)).toEqual([0])
  await expect(run(sql`drop table api_log`)).rejects.toThrow(/must be owner/)
  await expect(run(sql`select drop_api_log_days(current_date)`)).rejects.toThrow(/less than a week/)
})

test('each community keeps what it set, a whole day longer at most; days that nobody keeps go with their part', async () => {
  const here = database.cast.communityId
  const { id: other } = await one<{ id: string }>(
    sql`insert into communities (name, domain) values ('Other', 'other.example') returning id`,
  )
  await rows(sql`select make_api_log_days(current_date - 50, 40)`)
  for (const daysAgo of [5, 29, 33, 45, 95]) for (const community of [here, other]) await insert(community, daysAgo)
  await forgetOldCalls()
  expect([await left(here), await left(other)]).toEqual([
    [0, 5, 29, 33, 45],
    [5, 29, 33, 45],
  ])
  expect(await server.call('ana', contract.changeLogSettings, { body: { days: 30 } })).toMatchObject({ days: 30 })
  await forgetOldCalls()
  expect([await left(here), await left(other)]).toEqual([
    [0, 5, 29],
    [5, 29, 33, 45],
  ])
  expect(await parts()).toContain(dayPart(-45))
  await run(
    sql`insert into api_log_settings (community_id, days) select id, 7 from communities on conflict (community_id) do update set days = 7`,
  )
  await forgetOldCalls()
  expect([await left(here), await left(other)]).toEqual([[0, 5], [5]])
  expect(await parts()).not.toContain(dayPart(-45))
  expect(await parts()).toContain(dayPart(0))
})

test('who may not see the log may not shorten it', async () => {
  expect((await server.refused('noor', contract.changeLogSettings, { body: { days: 7 } })).status).toBe(403)
  expect((await server.refused('ana', contract.changeLogSettings, { body: { days: 1 as 7 } })).code).toBe('bad_input')
})
