import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from '../../contract/api/basics.ts'

export type Values = Readonly<Record<string, string | number | boolean | Date | null | undefined>>
export type Words = Readonly<Record<string, string>>

const folder = new URL('../../locales/', import.meta.url)

/** Every sentence of the server and the web in one language: the files of locales/<language>/, one an area, put together. */
export function readWords(language: Language): Words {
  const at = new URL(`${language}/`, folder)
  const areas = readdirSync(at).filter(name => name.endsWith('.json'))
  return Object.assign({}, ...areas.map(name => JSON.parse(readFileSync(new URL(name, at), 'utf8'))))
}

const all = new Map<Language, Words>()

/** The sentence `key` in `language`, filled. A key without a sentence is a fault: the tests find it first. */
export function say(language: Language, key: string, values: Values = {}): string {
  const message = readOnce(language)[key]
  if (message === undefined) throw new Error(`no sentence "${key}" in ${language}`)
  return fill(message, language, values)
}

/** Is there such a sentence? For words of open lists, which may go by their own name. */
export const knows = (language: Language, key: string): boolean => readOnce(language)[key] !== undefined

function readOnce(language: Language): Words {
  const words = all.get(language) ?? readWords(language)
  all.set(language, words)
  return words
}

const formats = new Map<string, IntlMessageFormat>()

/** Fills an ICU message. Values are text, never markup. */
export function fill(message: string, language: Language, values: Values): string {
  const name = `${language} ${message}`
  const format = formats.get(name) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true })
  formats.set(name, format)
  return String(format.format(values))
}

/** The language we speak that fits a browser's Accept-Language, or a stored choice, best. */
export function languageOf(wanted: string | null | undefined): Language {
  return /^\s*fr\b/i.test(wanted ?? '') ? 'fr' : 'en'
}
