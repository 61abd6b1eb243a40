import { expect, test } from 'vitest'
import { wait } from './wait.ts'

test('a wait is said in the largest unit that leaves two, and never too short', () => {
  const spaces = (text: string): string => text.replace(/\s/g, ' ')
  expect([1, 7, 120, 121, 7_200, 7_201].map(seconds => spaces(wait(seconds, 'en')))).toEqual([
    '1 second',
    '7 seconds',
    '120 seconds',
    '3 minutes',
    '120 minutes',
    '3 hours',
  ])
  expect(spaces(wait(7, 'fr'))).toBe('7 secondes')
})
