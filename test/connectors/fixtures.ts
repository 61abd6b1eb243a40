import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Reading } from '../../connectors/connector.ts'
import type { Sandbox } from '../../connectors/sandbox.ts'
import type { Exchange, Settings } from './played-client.ts'

/** A link as it was pasted, who looked, and what the service answered. */
export interface LinkFixture {
  readonly url: string
  readonly settings: Settings
  readonly details: Readonly<Record<string, string>>
  readonly exchanges: readonly Exchange[]
}

/** A delivery as the service made it. */
export interface EventFixture {
  readonly settings: Settings
  readonly details: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What was asked and answered when something had happened: for services that have to be asked. */
export interface CaughtFixture {
  readonly settings: Settings
  readonly details: Readonly<Record<string, string>>
  readonly cursor: string
  readonly followed: readonly string[]
  readonly exchanges: readonly Exchange[]
}

type Kind = 'links' | 'events' | 'caught'

const folderOf = (id: string): URL => new URL(`../../connectors/${id}/fixtures/`, import.meta.url)

export function fixturesOf<T>(id: string, kind: Kind): { name: string; fixture: T }[] {
  const folder = new URL(`${kind}/`, folderOf(id))
  const files = existsSync(folder) ? readdirSync(folder).filter(file => file.endsWith('.http.json')) : []
  return files.toSorted().map(file => ({
    name: file.replace('.http.json', ''),
    fixture: JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
  }))
}

/** Kinds of event of which a recorded notice tells, heard or found by asking. */
export function kindsTold(id: string): Set<string> {
  const files = (['events', 'caught'] as const).flatMap(kind =>
    fixturesOf(id, kind).map(({ name }) => expectedFile(id, kind, name)),
  )
  const kept = files.filter(file => existsSync(file)).map(file => readFileSync(file, 'utf8'))
  const readings = kept.flatMap(text => [JSON.parse(text)].flat()).flatMap(one => flat(one.reading))
  return new Set(readings.flatMap(reading => (reading.is === 'notice' ? [reading.notice.event] : [])))
}

const flat = (reading: Reading): Reading[] =>
  reading.is === 'several' ? reading.readings.flatMap(one => flat(one.reading)) : [reading]

const expectedFile = (id: string, kind: Kind, name: string): URL =>
  new URL(`${kind}/${name}.${kind === 'links' ? 'preview' : 'notice'}.json`, folderOf(id))

/** What must come out. A missing one is written where WRITE_FIXTURES is set, for somebody to review; else it is a mistake. */
export function expectedOf(id: string, kind: Kind, name: string, found: unknown): unknown {
  const file = expectedFile(id, kind, name)
  if (!existsSync(file) && process.env.WRITE_FIXTURES) write(file, found)
  if (!existsSync(file)) throw new Error(`${file.pathname} is missing: run again with WRITE_FIXTURES=1, then review it`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

export const writeFixture = (id: string, kind: Kind, name: string, fixture: object): void =>
  write(new URL(`${kind}/${name}.http.json`, folderOf(id)), fixture)

function write(file: URL, value: unknown): void {
  mkdirSync(dirname(file.pathname), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
}

/** The played service beside a connector, where there is one. */
export async function sandboxOf(id: string): Promise<Sandbox | undefined> {
  const file = new URL(`../../connectors/${id}/sandbox.ts`, import.meta.url)
  return existsSync(file) ? (await import(file.href)).default : undefined
}
