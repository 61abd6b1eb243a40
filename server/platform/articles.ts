/**
 * The help articles: `docs/<language>/<article>.md`, as they are read in the repository too. What a reader does not see there, HTML comments, says
 * whom the article is for (`<!-- for everyone -->`, in its first line) and gives a section the name by which both languages know it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Language } from '../../contract/api/basics.ts'
import type { HelpReaders } from '../../contract/api/help.ts'

export interface Article {
  readonly key: string
  readonly readers: HelpReaders
  readonly title: string
  /** Markdown, what stands before the first section. */
  readonly intro: string
  readonly sections: readonly ArticleSection[]
}

export interface ArticleSection {
  readonly key: string
  readonly title: string
  /** Markdown. */
  readonly text: string
}

const folder = new URL('../../docs/', import.meta.url)
const all = new Map<Language, readonly Article[]>()

/** Every article in one language, those for everyone first. */
export function readArticles(language: Language): readonly Article[] {
  const known = all.get(language)
  if (known) return known
  const at = new URL(`${language}/`, folder)
  const found = readdirSync(at)
    .filter(name => name.endsWith('.md'))
    .map(name => readArticle(name.slice(0, -'.md'.length), readFileSync(new URL(name, at), 'utf8')))
    .toSorted((a, b) => order(a) - order(b) || a.title.localeCompare(b.title, language))
  all.set(language, found)
  return found
}

const inOrder: readonly HelpReaders[] = ['everyone', 'administrators', 'developers']
const order = ({ readers }: Article): number => inOrder.indexOf(readers)

/** Fails loudly on an article that is not written as the head of this file says. */
export function readArticle(key: string, text: string): Article {
  const [, readers, title, rest] = /^<!-- for (\w+) -->\n+# (.+)\n([\s\S]*)$/.exec(text) ?? []
  const known = inOrder.find(one => one === readers)
  if (!known || !title || rest === undefined)
    throw new Error(`docs: ${key}.md must begin with <!-- for ${inOrder.join(' | ')} --> and a title`)
  const [intro = '', ...parts] = rest.split(/^(?=<!-- \S+ -->\n## )/m)
  return { key, readers: known, title, intro: intro.trim(), sections: parts.map(readSection) }
}

function readSection(part: string): ArticleSection {
  const [, key = '', title = '', text = ''] = /^<!-- (\S+) -->\n## (.+)\n([\s\S]*)$/.exec(part) ?? []
  return { key, title, text: text.trim() }
}
