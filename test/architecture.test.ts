import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readCatalog } from '../connectors/catalog.ts'
import { parse, readTree } from './house/read-source.ts'
import { breaches, type Services } from './house/rules.ts'
import { measure } from './house/sizes.ts'

const services: Services = { ids: ['jira'], hosts: ['atlassian.net'] }
const check = (...files: [path: string, text: string][]): string[] =>
  breaches(
    files.map(([path, text]) => parse({ path, text })),
    services,
  )

describe('each rule can fail', () => {
  test.each<[string, [string, string][], RegExp]>([
    ['no file', [], /no file was read/],
    [
      'contract imports the server',
      [['contract/a.ts', "import '../server/platform/db.ts'"]],
      /may not import server\/platform\/db/,
    ],
    [
      'a type-only import counts',
      [['web/a.ts', "import type { A } from '../server/main.ts'"]],
      /may not import server\/main/,
    ],
    ['an import on demand counts', [['web/a.ts', "await import('../server/main.ts')"]], /may not import server\/main/],
    ['http imports work', [['server/http/a.ts', "import '../work/jobs.ts'"]], /may not import server\/work/],
    [
      'the domain turns forward',
      [['server/domain/posts/a.ts', "import '../inbound/b.ts'"]],
      /may not import server\/domain\/inbound/,
    ],
    [
      'a connector imports another',
      [['connectors/box/a.ts', "import '../jira/links.ts'"]],
      /may not import connectors\/jira/,
    ],
    [
      'a connector reaches the network',
      [['connectors/box/a.ts', "import 'undici'"]],
      /may not import the package undici/,
    ],
    [
      'the domain knows Fastify',
      [['server/domain/posts/a.ts', "import 'fastify'"]],
      /may not import the package fastify/,
    ],
    ['a service is named', [['server/domain/posts/a.ts', "const a = 'jira'"]], /names a service/],
    ['a service’s host is named', [['web/a.tsx', 'const a = `https://x.atlassian.net/y`']], /names a service/],
    ['a shelf', [['server/platform/utils/a.ts', '']], /shelf without a meaning/],
    ['an enum', [['web/a.ts', 'enum A { B }']], /uses enum/],
    ['any', [['web/a.ts', 'let a: any']], /uses any/],
    ['!', [['web/a.ts', 'declare let a: string | null; a!.length']], /uses !/],
    [
      'a cycle',
      [
        ['contract/a.ts', "import './b.ts'"],
        ['contract/b.ts', "import './a.ts'"],
      ],
      /cycle: contract/,
    ],
    [
      'only the try-out knows the sandbox',
      [['server/commands/serve.ts', "import '../../sandbox/cast.ts'"]],
      /may not import sandbox/,
    ],
    ['a file in no room', [['elsewhere/a.ts', '']], /in no room/],
  ])('%s', (_, files, expected) => {
    expect(check(...files).join('\n')).toMatch(expected)
  })

  test('what is allowed is not refused', () => {
    expect(
      check([
        'server/domain/posts/a.ts',
        "import '../access/may.ts'; import '../../platform/db.ts'; import '../../../contract/refusals.ts'",
      ]),
    ).toEqual([])
    expect(check(['connectors/jira/a.ts', "import './links.ts'; import '../connector.ts'; const a = 'jira'"])).toEqual(
      [],
    )
  })
})

const defaultSettings = (schema: { properties: object }): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, property.default]))

describe('the house', () => {
  const files = readTree().map(parse)

  test('keeps its arrows, names no service outside connectors, stands on no shelf', async () => {
    const listed = [...(await readCatalog()).values()]
    const hosts = listed
      .flatMap(({ connector }) => Object.values(connector.addresses(defaultSettings(connector.settings))))
      .map(address => new URL(address.replace('*.', '')).hostname)
    expect(
      breaches(files, { ids: listed.map(one => one.connector.id), hosts: hosts.filter(host => host !== 'localhost') }),
    ).toEqual([])
  })

  test('is within its budget', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(measure(files).overBudget).toEqual([])
  })
})

describe('sentences', () => {
  const folders = { en: new URL('../locales/en/', import.meta.url), fr: new URL('../locales/fr/', import.meta.url) }
  const areas = readdirSync(folders.en)

  test('both languages have the same areas', () => {
    expect(areas.length).toBeGreaterThan(0)
    expect(readdirSync(folders.fr)).toEqual(areas)
  })

  test.each(areas)('%s says the same in both languages', async area => {
    const [en, fr] = await Promise.all(
      [folders.en, folders.fr].map(
        async folder =>
          (await import(new URL(area, folder).href, { with: { type: 'json' } })).default as Record<string, string>,
      ),
    )
    expect(Object.keys(fr ?? {}).sort()).toEqual(Object.keys(en ?? {}).sort())
    const blanks = (message: string): string[] =>
      [...new Set([...message.matchAll(/\{(\w+)/g)].map(match => match[1] ?? ''))].sort()
    const apart = Object.keys(en ?? {}).filter(key => blanks(en?.[key] ?? '').join() !== blanks(fr?.[key] ?? '').join())
    expect(apart.filter(key => !/plural|select/.test(en?.[key] ?? ''))).toEqual([])
  })

  test('French has one space before its high signs and inside its quotation marks: the narrow one that does not break', () => {
    const root = new URL('../', import.meta.url)
    const french = ['locales/fr/', 'docs/fr/', 'connectors/'].flatMap(folder =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter(name => folder !== 'connectors/' || /(?:^|[/.])fr\.(?:json|md)$/.test(name))
        .map(name => folder + name),
    )
    expect(french.length).toBeGreaterThan(40)
    const code = /```.*?```|`[^`]*`|\]\([^)]*\)|https?:\S+|<!--.*?-->/gs
    const wrong = /.{0,20}(?:[ \u00a0][;:?!»](?!\w)|«[^\u202f]|[^\u202f]»|[\p{L})][;:?!](?=\s|$)).{0,20}/gu
    const found = french.flatMap(path =>
      [...readFileSync(new URL(path, root), 'utf8').replace(code, '').matchAll(wrong)].map(
        ([text]) => `${path}: ${text}`,
      ),
    )
    expect(found).toEqual([])
  })
})
