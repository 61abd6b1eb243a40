import { expect, test } from 'vitest'
import { memoryOf } from './account-memory.ts'

test('an account remembers, no other one does, and nothing grows without end', () => {
  memoryOf('lucie').set('r canteen', '7001')
  expect(memoryOf('lucie').get('r canteen')).toBe('7001')
  expect(memoryOf('noor').size).toBe(0)
  for (let n = 0; n < 499; n++) {
    memoryOf(`other ${n}`)
    memoryOf('lucie')
  }
  expect(memoryOf('lucie').get('r canteen')).toBe('7001')
  for (let n = 0; n < 500; n++) memoryOf(`another ${n}`)
  expect(memoryOf('lucie').size).toBe(0)
  for (let n = 0; n < 2_001; n++) memoryOf('lucie').set(`word ${n}`, '')
  expect(memoryOf('lucie').size).toBe(0)
})
