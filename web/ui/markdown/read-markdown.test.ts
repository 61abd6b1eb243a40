import { expect, test } from 'vitest'
import { isSafeLink, readMarkdown } from './read-markdown.ts'

interface Seen {
  type: string
  tokens?: Seen[]
  items?: Seen[]
}

/** Kinds of all tokens, from the outside in. */
const kinds = (text: string): string[] => {
  const walk = (tokens: Seen[]): string[] =>
    tokens.flatMap(token => [token.type, ...walk(token.tokens ?? []), ...walk(token.items ?? [])])
  return walk(readMarkdown(text) as Seen[])
}

test('the subset is understood', () => {
  expect(kinds('**b** _i_ `c` https://a.example')).toEqual(
    expect.arrayContaining(['paragraph', 'strong', 'em', 'codespan', 'link']),
  )
  expect(kinds('- a\n- b\n\n> q\n\n```\nx\n```')).toEqual(expect.arrayContaining(['list', 'blockquote', 'code']))
})

test('markup, headings, tables and pictures stay characters', () => {
  const all = kinds('# h\n\n<img src=x onerror=alert(1)>\n\n<b>x</b>\n\n| a |\n|---|\n| b |\n\n---')
  for (const kind of ['heading', 'html', 'table', 'hr']) expect(all).not.toContain(kind)
})

test('a mention carries its name and id', () => {
  const [paragraph] = readMarkdown('Hello @[Noor Haddad](42)!') as Seen[]
  expect(paragraph?.tokens?.[1]).toMatchObject({ type: 'mention', name: 'Noor Haddad', id: '42' })
})

test('what is nested beyond sense is shown as it was typed', () => {
  const text = '>'.repeat(20_000)
  expect(readMarkdown(text)).toEqual([{ type: 'text', raw: text, text }])
})

test('a script is not a place', () => {
  for (const bad of ['javascript:alert(1)', ' javascript:x', 'data:text/html,x', 'vbscript:x', '//evil.example', '/x'])
    expect(isSafeLink(bad), bad).toBe(false)
  for (const good of ['https://a.example', 'HTTP://a.example', 'mailto:a@b.example'])
    expect(isSafeLink(good)).toBe(true)
})
