import { expect, test } from 'vitest'
import { sanitiseHtml } from './sanitise-html.ts'

test.each([
  ['<h1>Plan</h1><p>One <b>two</b></p>', '<h1>Plan</h1><p>One <b>two</b></p>'],
  ['<p onclick="x()">a<script>alert(1)</script>b</p>', '<p>ab</p>'],
  ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
  [
    '<a href="https://a.example/?a=1&b=&quot;">x</a>',
    '<a href="https://a.example/?a=1&amp;b=&quot;" rel="nofollow noopener noreferrer">x</a>',
  ],
  ['<img src=x onerror=alert(1)>text', 'text'],
  ['<svg><style>x</style><p>y</p></svg>z', 'z'],
  ['a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
  ['<ul><li>one<li>two', '<ul><li>one</li><li>two</li></ul>'],
  ['</p><b>open', '<p></p><b>open</b>'],
])('%s', (html, clean) => {
  expect(sanitiseHtml(html)).toBe(clean)
})

test('what nests without end ends', () => {
  const clean = sanitiseHtml('<b>'.repeat(10_000))
  expect(clean.length).toBeLessThan(1_000)
})
