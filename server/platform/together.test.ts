import { beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../../test/harness/database.ts'
import { one, run, sql, transaction } from './db.ts'
import { readTogether, together } from './together.ts'

useDatabase()

const keep = together<{ key: string; value: number }, { n: number; key: string }>(
  batch => sql`
  with input as (select * from jsonb_to_recordset(${batch}) as r(n int, key text, value int)),
  kept as (insert into server_settings (key, value) select key, to_jsonb(100 / value) from input on conflict do nothing returning key)
  select input.n, kept.key from kept join input using (key)`,
)

const count = async (): Promise<number> =>
  Number((await one<{ count: string }>(sql`select count(*) from server_settings where key like 't-%'`)).count)

beforeEach(async () => {
  await run(sql`delete from server_settings where key like 't-%'`)
})

test('a crowd shares statements and each caller gets its own row', async () => {
  const keys = Array.from({ length: 500 }, (_, n) => `t-${n}`)
  const results = await Promise.all(keys.map(key => keep({ key, value: 1 })))
  expect(results.map(result => result?.key)).toEqual(keys)
  expect(await count()).toBe(500)
})

test('a row that gave nothing answers nothing', async () => {
  await keep({ key: 't-a', value: 1 })
  expect(await keep({ key: 't-a', value: 1 })).toBeUndefined()
})

test('a bad row harms only itself', async () => {
  const results = await Promise.allSettled([
    keep({ key: 't-a', value: 1 }),
    keep({ key: 't-b', value: 0 }),
    keep({ key: 't-c', value: 1 }),
  ])
  expect(results.map(result => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await count()).toBe(2)
})

test('inside a transaction the row goes with it', async () => {
  await expect(
    transaction(async () => {
      await keep({ key: 't-a', value: 1 })
      throw new Error('changed my mind')
    }),
  ).rejects.toThrow('changed my mind')
  expect(await count()).toBe(0)
})

const ask = readTogether<{ key: string }, { n: number; key: string; asked: number; times: number }>(
  batch => sql`
  select r.n, r.key, jsonb_array_length(${batch}) as asked, coalesce((s.value)::int, 0) as times
  from jsonb_to_recordset(${batch}) as r(n int, key text) left join server_settings s on s.key = r.key`,
)

test('who asks the very thing that another waits for shares its row, but not of a statement that is under way', async () => {
  const first = await Promise.all(Array.from({ length: 50 }, (_, n) => ask({ key: n === 7 ? 't-b' : 't-a' })))
  expect(new Set(first)).toEqual(
    new Set([
      { n: 0, key: 't-a', asked: 2, times: 0 },
      { n: 1, key: 't-b', asked: 2, times: 0 },
    ]),
  )
  const underWay = ask({ key: 't-a' })
  await new Promise(setImmediate)
  expect(await ask({ key: 't-a' })).not.toBe(await underWay)
  await keep({ key: 't-a', value: 20 })
  expect(await transaction(() => ask({ key: 't-a' }))).toMatchObject({ times: 5, asked: 1 })
})
