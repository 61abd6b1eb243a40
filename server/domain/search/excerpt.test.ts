import { expect, test } from 'vitest'
import { excerptOf } from './excerpt.ts'

const shown = (text: string, search: string): string =>
  excerptOf(text, search).replace('\u0002', '[').replace('\u0003', ']')

test.each([
  ['Zoé a dit oui', 'zoe', '[Zoé] a dit oui'],
  ['see the FRAME', 'frame', 'see the [FRAME]'],
  ['nothing here', 'else', 'nothing here'],
  ['', 'x', ''],
  ['***', 'x', '***'],
  ['two\n\nlines', 'lines', 'two [lines]'],
])('%s, searched for %s', (text, search, excerpt) => {
  expect(shown(text, search)).toBe(excerpt)
})

test('a long text is cut around the first word found', () => {
  const text = `${'before '.repeat(50)}needle ${'after '.repeat(50)}`
  const excerpt = shown(text, 'needle')
  expect(excerpt.startsWith('… before')).toBe(true)
  expect(excerpt).toContain('before [needle] after')
  expect(excerpt.endsWith('after …')).toBe(true)
  expect(excerpt.length).toBeLessThan(250)
})

test('marks in the text itself are not taken for ours', () => {
  expect(excerptOf('a \u0002fake\u0003 mark', 'mark')).toBe('a fake \u0002mark\u0003')
})
