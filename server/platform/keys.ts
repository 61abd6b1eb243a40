import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { maybe, run, sql } from './db.ts'
import { type MasterKey, masterKeyFrom, openText, seal, setMasterKeys } from './secrets.ts'
import { StartProblem } from './start-problem.ts'

export interface KeyPlace {
  readonly key: string | undefined
  readonly dataFolder: string
  /** Only beside an embedded database may a key be made; with a database elsewhere its absence stops the start (design.md 3). */
  readonly embedded: boolean
}

const canary = 'this server’s master key opens this'
const context = 'server_settings:canary'

/**
 * Finds the master key, or makes one beside an empty embedded database, and proves it on a sealed row: a wrong key fails closed.
 * The database must be connected.
 */
export async function readMasterKey(place: KeyPlace): Promise<MasterKey> {
  const file = join(place.dataFolder, 'master.key')
  const key = place.key ? parse(place.key) : await fromFile(file, place.embedded, (await readCanary()) !== undefined)
  setMasterKeys([key])
  // The first of several processes that start at once puts the row there; the others are held against it.
  await keepCanary()
  prove(await readCanary())
  return key
}

function parse(text: string): MasterKey {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (bytes.length !== 32) throw new StartProblem('key_wrong_form')
  return masterKeyFrom(bytes)
}

async function fromFile(file: string, embedded: boolean, sealedRows: boolean): Promise<MasterKey> {
  if (existsSync(file)) return parse((await readFile(file, 'utf8')).trim())
  if (!embedded) throw new StartProblem('key_missing')
  if (sealedRows) throw new StartProblem('key_lost', { file })
  const bytes = randomBytes(32)
  await writeFile(file, `${bytes.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return masterKeyFrom(bytes)
}

const readCanary = async (): Promise<string | undefined> =>
  (await maybe<{ value: string }>(sql`select value #>> '{}' as value from server_settings where key = 'canary'`))?.value

function prove(sealed = ''): void {
  try {
    if (openText(Buffer.from(sealed, 'base64'), context) === canary) return
  } catch {
    // Told below, in one sentence for every way in which a key can be the wrong one.
  }
  throw new StartProblem('key_wrong')
}

async function keepCanary(): Promise<void> {
  const value = JSON.stringify(seal(canary, context).toString('base64'))
  await run(sql`insert into server_settings (key, value) values ('canary', ${value}::jsonb) on conflict do nothing`)
}
