import { expect, test } from 'vitest'
import { climbing } from './ancestors.ts'

test('every folder above is found, asked about once, and no circle is walked for ever', async () => {
  const parents: Record<string, string[]> = { deep: ['middle'], middle: ['top'], other: ['middle'], a: ['b'], b: ['a'] }
  const asked: string[] = []
  const above = climbing(async id => {
    asked.push(id)
    return parents[id] ?? []
  })
  expect(await Promise.all([above(['deep']), above(['other']), above([])])).toEqual([
    ['top', 'middle', 'deep'],
    ['top', 'middle', 'other'],
    [],
  ])
  expect(asked.toSorted()).toEqual(['deep', 'middle', 'other', 'top'])
  expect(await above(['a'])).toEqual(['b', 'a'])
  const few = climbing(async id => [`${id}x`], 3)
  expect(await few(['a'])).toEqual(['axxx', 'axx', 'ax', 'a'])
})
