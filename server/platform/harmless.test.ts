import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipped, harmless, oneLine } from './harmless.ts'

test('marks that turn the direction, control characters and half characters go; everything else stays', () => {
  expect(harmless('a\u202eb\u2066c\0d\ne\u{1f600}')).toBe('abcd\ne\u{1f600}')
  expect(harmless('<b>Größe</b> עברית')).toBe('<b>Größe</b> עברית')
  expect(harmless({ a: ['\u202ex', 7, null], b: { c: '\ud83d' } })).toEqual({ a: ['x', 7, null], b: { c: '\ufffd' } })
})

test('one line is one line, short enough, and never ends in half a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 700 }), fc.integer({ min: 1, max: 300 }), (said, most) => {
      const line = oneLine(said, most)
      expect(line.length).toBeLessThanOrEqual(most)
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
      expect(line.isWellFormed()).toBe(true)
      const begin = clipped(said, most)
      expect(begin.isWellFormed() && said.startsWith(begin)).toBe(true)
      expect(begin.length).toBeLessThanOrEqual(most)
      expect(begin.length).toBeGreaterThanOrEqual(Math.min(said.length, most) - 1)
    }),
  )
  expect(oneLine('x'.repeat(4_000), 300)).toHaveLength(300)
})
