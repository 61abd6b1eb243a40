/**
 * The sentences of the screens, in the reader's language: `const say = useSay(); say('feed.seen.count', { count })`. Keys live in
 * locales/<language>/<area>.json; no screen holds a sentence of its own.
 */
import { IntlMessageFormat } from 'intl-messageformat'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { Language } from '../../contract/api/basics.ts'
import type { Parsed, Sentences } from './words/sentences.ts'

type Value = string | number | boolean | Date | null | undefined
export type Say = (key: string, values?: Readonly<Record<string, Value>>) => string

interface Words {
  readonly language: Language
  /** IANA name; undefined follows the browser. */
  readonly timeZone: string | undefined
  /** A key without a sentence shows itself; web/words.test.ts finds it first. */
  readonly say: Say
  /** Changes the language, and the zone times are shown in; the choice outlives a reload. */
  speak(language: Language, timeZone?: string | null): void
}

const Context = createContext<Words | undefined>(undefined)

const stored = 'passerelle.language'
const loaders = {
  en: () => import('./words/en.ts'),
  fr: () => import('./words/fr.ts'),
}

/** The language before anybody is known: the last one spoken here, else the browser's. */
export function firstLanguage(): Language {
  const last = localStorage.getItem(stored)
  if (last === 'en' || last === 'fr') return last
  return navigator.languages.find(name => /^(en|fr)\b/i.test(name))?.startsWith('fr') ? 'fr' : 'en'
}

export async function readSentences(language: Language): Promise<Sentences> {
  document.documentElement.lang = language
  return (await loaders[language]()).words
}

interface Spoken {
  readonly language: Language
  readonly sentences: Sentences
}

export function WordsProvider({ first, children }: { first: Spoken; children: ReactNode }) {
  const [spoken, setSpoken] = useState(first)
  const [timeZone, setTimeZone] = useState<string>()

  const speak = useCallback((language: Language, zone?: string | null) => {
    if (zone !== undefined) setTimeZone(zone ?? undefined)
    localStorage.setItem(stored, language)
    if (document.documentElement.lang === language) return
    readSentences(language).then(sentences => setSpoken({ language, sentences }))
  }, [])

  const words = useMemo<Words>(
    () => ({
      language: spoken.language,
      timeZone,
      say: (key, values = {}) => {
        const sentence = spoken.sentences[key] ?? key
        return typeof sentence === 'string' ? sentence : String(formatOf(key, sentence, spoken.language).format(values))
      },
      speak,
    }),
    [spoken, timeZone, speak],
  )
  return <Context value={words}>{children}</Context>
}

export function useWords(): Words {
  const words = useContext(Context)
  if (!words) throw new Error('a screen stands inside WordsProvider')
  return words
}

export const useSay = (): Say => useWords().say

/** A sentence with elements in it: `<Sentence of="feed.edited_by" values={{ name: <strong>Noor</strong> }} />`. */
export function Sentence({ of, values }: { of: string; values: Readonly<Record<string, ReactNode>> }): ReactNode {
  const { language, say } = useWords()
  const marks = Object.fromEntries(Object.keys(values).map((name, place) => [name, `\u0002${place}\u0002`]))
  const plain = Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? value : marks[name]])
  const parts = say(of, Object.fromEntries(plain)).split('\u0002')
  const elements = Object.values(values)
  return parts.map((part, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence in one language keep their places
    <span key={`${language}${place}`}>{place % 2 ? elements[Number(part)] : part}</span>
  ))
}

const formats = new Map<string, IntlMessageFormat>()

function formatOf(key: string, sentence: Parsed, language: Language): IntlMessageFormat {
  const name = `${language} ${key}`
  const format = formats.get(name) ?? new IntlMessageFormat(sentence, language)
  formats.set(name, format)
  return format
}
