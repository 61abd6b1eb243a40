import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Language } from '../contract/api/basics.ts'
import type { Connector } from './connector.ts'

/** A connector with what stands beside its code. `words` are its sentences, `setup` its instructions in Markdown, empty where there is nothing to set up. */
export interface Listed {
  readonly connector: Connector
  readonly words: Readonly<Record<Language, Readonly<Record<string, string>>>>
  readonly setup: Readonly<Record<Language, string>>
  /** SVG source. */
  readonly icon: string
}

const here = new URL('./', import.meta.url)

/**
 * Reads the folders beside this file and fails loudly on a half-made one. Nothing else lists connectors: a folder that is here is
 * offered (style.md 3.5).
 */
export async function readCatalog(): Promise<ReadonlyMap<string, Listed>> {
  const folders = readdirSync(here, { withFileTypes: true }).filter(entry => entry.isDirectory())
  const listed = await Promise.all(folders.map(folder => readFolder(folder.name)))
  return new Map(listed.map(one => [one.connector.id, one]))
}

async function readFolder(name: string): Promise<Listed> {
  const at = new URL(`${name}/`, here)
  const file = import.meta.url.endsWith('.ts') ? 'connector.ts' : 'connector.js'
  const connector: Connector = (await import(new URL(file, at).href)).default
  if (connector?.id !== name)
    throw new Error(`connectors/${name}/${file} must export by default a connector whose id is "${name}"`)
  const read = (path: string): string => readFileSync(new URL(path, at), 'utf8')
  const readIf = (path: string): string => (existsSync(new URL(path, at)) ? read(path) : '')
  return {
    connector,
    words: { en: JSON.parse(read('en.json')), fr: JSON.parse(read('fr.json')) },
    setup: { en: readIf('setup.en.md'), fr: readIf('setup.fr.md') },
    icon: read('icon.svg'),
  }
}
