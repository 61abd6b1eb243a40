const begin = '\u0002'
const end = '\u0003'
const wordsBefore = 8
const wordsShown = 30

/**
 * The part of a text where the words searched for are, each between \u0002 and \u0003. Accents and capitals make no difference, as in
 * the search itself, which is why this is not PostgreSQL's own headline: that one would not mark Zoé for zoe.
 */
export function excerptOf(text: string, search: string): string {
  const plain = text.replaceAll(begin, '').replaceAll(end, '')
  const wanted = new Set(wordsIn(search).map(word => folded(word.text)))
  const words = wordsIn(plain)
  const first = words.findIndex(word => wanted.has(folded(word.text)))
  const shown = words.slice(Math.max(0, first - wordsBefore)).slice(0, wordsShown)
  const [from, to] = [shown[0], shown.at(-1)]
  if (!from || !to) return plain.slice(0, 200)
  let excerpt = ''
  let at = words[0] === from ? 0 : from.at
  for (const word of shown) {
    const mark = wanted.has(folded(word.text))
    excerpt += plain.slice(at, word.at) + (mark ? `${begin}${word.text}${end}` : word.text)
    at = word.at + word.text.length
  }
  return `${from === words[0] ? '' : '… '}${excerpt}${to === words.at(-1) ? plain.slice(at) : ' …'}`
    .replace(/\s+/g, ' ')
    .trim()
}

interface Word {
  readonly text: string
  readonly at: number
}

const wordsIn = (text: string): Word[] =>
  [...text.matchAll(/[\p{L}\p{N}]+/gu)].map(match => ({ text: match[0], at: match.index }))

const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
