import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = (language: string): string =>
  readFileSync(new URL(`../../docs/${language}/workplace-compatibility.md`, import.meta.url), 'utf8')

/** What a row says to programs: everything set as code in its first two columns. */
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| ---'))
    .map(line => [...line.matchAll(/`([^`]+)`/g)].map(found => (found[1] ?? '').replace(/\|\{[^}]+\}/, '|{}')))

test('both languages say the same choices, in the same order', () => {
  const [en, fr] = [rows(page('en')), rows(page('fr'))]
  expect(en.length).toBeGreaterThan(60)
  expect(fr).toEqual(en)
})
