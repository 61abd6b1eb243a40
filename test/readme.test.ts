import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { variables } from '../server/platform/config.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README’s table of configuration is the code’s', () => {
  const rows = variables.map(({ name, preset, about }) => `| \`${name}\` | ${preset} | ${about} |`)
  const table = /<!-- configuration -->\n([\s\S]*?)\n<!-- \/configuration -->/.exec(readme)?.[1]?.split('\n').slice(2)
  expect(table).toEqual(rows)
})

test('every command the README names is there', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  const named = [...readme.matchAll(/npm run ([\w:]+)/g)].map(match => match[1] ?? '')
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(name => !scripts[name])).toEqual([])
})
