import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { variables } from '../server/platform/config.ts'
import { domainOrder } from './house/rules.ts'

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

const rooms = ['', 'server/', 'server/domain/', 'connectors/hello/'].map(room => new URL(`../${room}`, import.meta.url))

test.each(['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'CONTRIBUTING.md'])(
  'every file that %s names is there',
  name => {
    const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')
    const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`|\]\(([^):]+)\)/g)].map(
      ([, path, link]) => path ?? link ?? '',
    )
    expect(named.length).toBeGreaterThan(0)
    // An example is nobody's.
    const ours = named.filter(path => path !== 'connectors/example')
    expect(ours.filter(path => !rooms.some(room => existsSync(new URL(path, room))))).toEqual([])
  },
)

test('the order inside the domain is the one that ARCHITECTURE tells', () => {
  const text = readFileSync(new URL('../ARCHITECTURE.md', import.meta.url), 'utf8').replace(/\s+/g, ' ')
  const nouns = readdirSync(new URL('../server/domain/', import.meta.url))
  expect(text).toContain(`inside the domain: ${domainOrder.filter(noun => nouns.includes(noun)).join(', ')}.`)
})
