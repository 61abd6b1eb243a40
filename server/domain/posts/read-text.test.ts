import { expect, test } from 'vitest'
import { linksIn, mentionsIn } from './read-text.ts'

test.each([
  ['see https://jira.example.com/browse/OPS-1.', ['https://jira.example.com/browse/OPS-1']],
  [
    '[the issue](https://a.example/x) and (https://b.example/y_(z))',
    ['https://a.example/x', 'https://b.example/y_(z)'],
  ],
  ['twice https://a.example https://a.example', ['https://a.example']],
  ['`https://code.example` and\n```\nhttps://block.example\n```', []],
  ['ftp://a.example javascript:alert(1) www.a.example', []],
  ['**https://a.example/x**, “https://b.example?q=1”!', ['https://a.example/x', 'https://b.example?q=1']],
])('links in %s', (text, links) => {
  expect(linksIn(text)).toEqual(links)
})

test('at most twenty links, none of monstrous length', () => {
  const many = Array.from({ length: 50 }, (_, n) => `https://a.example/${n}`).join(' ')
  expect(linksIn(many)).toHaveLength(20)
  expect(linksIn(`https://a.example/${'x'.repeat(5_000)}`)).toEqual([])
})

test('people are mentioned by id, once each, never in code', () => {
  expect(mentionsIn('@[Noor Haddad](12) and @[Noor](12), @[Zoé](7) `@[no](9)`')).toEqual(['12', '7'])
})

test('hostile texts take no time: the quickest of five readings counts, for a busy machine slows any one', () => {
  const readings = Array.from({ length: 5 }, () => {
    const begin = performance.now()
    linksIn('https://'.repeat(2_500))
    linksIn(`https://a${')'.repeat(8_000)}`)
    mentionsIn('@['.repeat(10_000))
    return performance.now() - begin
  })
  expect(Math.min(...readings)).toBeLessThan(200)
})
