import { expect, test } from 'vitest'
import { none, sql } from './sql.ts'

test('values become parameters, never text', () => {
  const hostile = "x'; drop table posts; --"
  expect(sql`select ${hostile}, ${1}`).toMatchObject({ text: 'select $1, $2', values: [hostile, 1] })
})

test('a fragment inside another keeps its values in order', () => {
  const inner = sql`b = ${2} and c = ${3}`
  expect(sql`a = ${1} and (${inner}) and d = ${4}`).toMatchObject({
    text: 'a = $1 and (b = $2 and c = $3) and d = $4',
    values: [1, 2, 3, 4],
  })
})

test('something that only looks like a fragment is a value', () => {
  const forged = { text: 'drop table posts', values: [] }
  expect(sql`select ${forged}`).toMatchObject({ text: 'select $1', values: [forged] })
})

test('nothing adds nothing', () => {
  expect(sql`select 1 ${none}`.text).toBe('select 1 ')
})
