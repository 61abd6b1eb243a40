/** The house's rules as data and pure functions (style.md 3.3): what may import what, and what must not be anywhere. */
import type { Parsed } from './read-source.ts'

/** Rooms and what they may import; a room may always import itself. `tests` are exempt where they stand beside what they test. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  'connectors/client.ts': ['contract'],
  'connectors/picker.ts': ['contract', 'connectors/client.ts'],
  'connectors/connector.ts': ['contract', 'connectors/client.ts', 'connectors/picker.ts'],
  'connectors/sandbox.ts': ['contract', 'connectors/connector.ts'],
  'connectors/catalog.ts': ['contract', 'connectors/connector.ts', 'connectors/sandbox.ts'],
  'connectors/scaffold.ts': ['connectors/catalog.ts'],
  'connectors/': [
    'contract',
    'connectors/connector.ts',
    'connectors/sandbox.ts',
    'connectors/signatures.ts',
    'connectors/reading.ts',
    'connectors/ancestors.ts',
    'connectors/hosts.ts',
    'connectors/calls.ts',
  ],
  'server/platform': ['contract'],
  'server/domain': [
    'contract',
    'connectors/catalog.ts',
    'connectors/connector.ts',
    'connectors/hosts.ts',
    'server/platform',
  ],
  'server/http': ['contract', 'server/domain', 'server/platform'],
  'server/work': ['contract', 'server/domain', 'server/platform'],
  'server/main.ts': [
    'contract',
    'connectors/catalog.ts',
    'server/http',
    'server/work',
    'server/domain',
    'server/platform',
  ],
  'server/commands': ['contract', 'connectors/catalog.ts', 'server/main.ts', 'server/domain', 'server/platform'],
  'server/commands/try-out.ts': [
    'contract',
    'connectors/catalog.ts',
    'server/main.ts',
    'server/domain',
    'server/platform',
    'server/commands',
    'sandbox',
  ],
  sandbox: ['contract', 'connectors/catalog.ts', 'connectors/sandbox.ts', 'connectors/connector.ts', 'server'],
  web: ['contract'],
  bench: ['contract', 'connectors', 'server', 'sandbox'],
  faults: ['contract', 'connectors', 'server', 'sandbox', 'bench'],
  attacks: ['contract', 'connectors', 'server', 'sandbox', 'test'],
  test: ['contract', 'connectors', 'server', 'sandbox', 'web', 'bin', 'faults'],
  bin: ['dist'],
}

/** Packages that only these rooms may import: the rest of the house does not know them. */
const packages: Readonly<Record<string, readonly string[]>> = {
  contract: ['typebox'],
  'connectors/': ['typebox', 'node:crypto', 'htmlparser2'],
  web: [
    'react',
    'react-dom',
    'intl-messageformat',
    '@mantine',
    '@tanstack',
    '@tabler',
    'marked',
    'dompurify',
    'vite',
    '@vitejs',
  ],
}
/** Fastify is the doors' business (decision 0009). */
const onlyHttp = /^(?:fastify|@fastify\/.*)$/

/** Inside the domain the order is the rule: a folder imports only folders that stand before it (style.md 3.2). */
export const domainOrder = [
  ...[
    'events',
    'audit',
    'access',
    'api-log',
    'identity',
    'community',
    'files',
    'notifications',
    'groups',
    'posts',
    'chat',
    'search',
  ],
  ...[
    'knowledge',
    'surveys',
    'badges',
    'skills',
    'people-sets',
    'calendar',
    'integrations',
    'log-ins',
    'linking',
    'webhooks',
    'previews',
  ],
  ...['inbound', 'requests', 'oversight', 'vendors', 'reviews', 'activity', 'exports', 'collectors', 'reports', 'help'],
]

const shelves = /(?:^|\/)(?:utils?|helpers?|common|lib|shared)(?:\/|\.[jt]sx?$)/

export interface Services {
  /** Folder names and hosts that nobody outside `connectors/` may write down. */
  readonly ids: readonly string[]
  readonly hosts: readonly string[]
}

/** Everything that is against the rules, a sentence each. */
export function breaches(files: readonly Parsed[], services: Services): string[] {
  if (files.length === 0) return ['no file was read']
  return [
    ...files.flatMap(file => [
      ...brokenArrows(file),
      ...strangePackages(file),
      ...namedServices(file, services),
      ...shunnedWords(file),
    ]),
    ...cycles(files),
  ]
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** The room a path belongs to: the longest that fits. A connector's folder is a room of its own. */
export function roomOf(path: string): string {
  const rooms = Object.keys(arrows).filter(
    room => path === room || path.startsWith(room.endsWith('/') ? room : `${room}/`),
  )
  return rooms.sort((a, b) => b.length - a.length)[0] ?? ''
}

export function resolve(from: string, target: string): string {
  return new URL(target, `file:///${from}`).pathname.slice(1)
}

function brokenArrows(file: Parsed): string[] {
  if (isTest(file.path)) return []
  const room = roomOf(file.path)
  if (!room) return [`${file.path}: in no room of the house`]
  return file.imports
    .filter(target => target.startsWith('.'))
    .map(target => resolve(file.path, target))
    .filter(target => !mayImport(file.path, room, target))
    .map(target => `${file.path}: may not import ${target}`)
}

function mayImport(from: string, room: string, target: string): boolean {
  if (/\.(css|json|svg)$/.test(target)) return true
  if (room === 'connectors/' && target.startsWith('connectors/') && target.split('/').length > 2)
    return from.split('/')[1] === target.split('/')[1]
  if (from.startsWith('server/domain/') && target.startsWith('server/domain/')) return inOrder(from, target)
  const inside = target === room || (room !== 'connectors/' && target.startsWith(`${room}/`))
  return inside || (arrows[room] ?? []).some(allowed => target === allowed || target.startsWith(`${allowed}/`))
}

function inOrder(from: string, target: string): boolean {
  const [here, there] = [from, target].map(path => domainOrder.indexOf(path.split('/')[2] ?? ''))
  return here !== undefined && there !== undefined && here >= 0 && there >= 0 && there <= here
}

function strangePackages(file: Parsed): string[] {
  if (isTest(file.path)) return []
  const room = roomOf(file.path)
  const outside = file.imports.filter(target => !target.startsWith('.') && !target.startsWith('virtual:'))
  const known = packages[room]
  const strange = known
    ? outside.filter(target => !known.some(name => target === name || target.startsWith(`${name}/`)))
    : []
  const doors =
    room.startsWith('server/http') || !room.startsWith('server') ? [] : outside.filter(target => onlyHttp.test(target))
  return [...strange, ...doors].map(target => `${file.path}: may not import the package ${target}`)
}

const knowsServices = /^(?:connectors|test|bench|faults|attacks)\//

function namedServices(file: Parsed, services: Services): string[] {
  if (knowsServices.test(file.path) || isTest(file.path)) return []
  const named = file.strings.filter(
    text => services.ids.includes(text.toLowerCase()) || services.hosts.some(host => text.toLowerCase().includes(host)),
  )
  return named.map(text => `${file.path}: names a service (“${text.slice(0, 60)}”)`)
}

function shunnedWords(file: Parsed): string[] {
  const shelf = shelves.test(file.path) ? [`${file.path}: stands on a shelf without a meaning`] : []
  return [...shelf, ...file.shunned.map(word => `${file.path}: uses ${word}`)]
}

/** Import cycles, type-only imports too: the first one found from each file. */
function cycles(files: readonly Parsed[]): string[] {
  const known = new Set(files.map(file => file.path))
  const edges = new Map(
    files.map(file => [
      file.path,
      file.imports
        .filter(target => target.startsWith('.'))
        .map(target => resolve(file.path, target))
        .filter(target => known.has(target)),
    ]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' → ')}`)
    if (trail.includes(path) || done.has(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return found
}
