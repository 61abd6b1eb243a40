import { Parser } from 'htmlparser2'
import type { PreviewOutcome } from '../../../contract/preview.ts'
import { oneLine } from '../../platform/harmless.ts'
import { getPage } from '../../platform/outbound.ts'

const longest = { title: 300, summary: 600 }

/** The card of a public page: its Open Graph words, else its title. The reader stops where the body begins, so a large page costs nothing. */
export async function openWebCard(url: string): Promise<PreviewOutcome> {
  try {
    const page = await getPage({ url, headers: { accept: 'text/html' }, limit: 512 * 1024 })
    if (page.status === 404 || page.status === 410) return { state: 'gone' }
    if (page.status >= 400 || !/^text\/html\b/i.test(page.headers['content-type'] ?? ''))
      return { state: 'unreachable' }
    const words = readHead(page.body.toString(charsetOf(page.headers['content-type'])))
    const title = oneLine(words['og:title'] ?? words.title ?? '', longest.title)
    if (!title) return { state: 'unreachable' }
    const summary = oneLine(words['og:description'] ?? words.description ?? '', longest.summary)
    return {
      state: 'shown',
      audience: 'everyone',
      card: { url, kind: 'page', title, facts: [], ...(summary && { summary }) },
    }
  } catch {
    return { state: 'unreachable' }
  }
}

const charsetOf = (type = ''): BufferEncoding =>
  /charset=["']?(?:iso-8859-1|latin1|windows-1252)/i.test(type) ? 'latin1' : 'utf8'

/** What a page says of itself in its head; at most a hundred words of it, each the first of its name. */
export function readHead(html: string): Record<string, string> {
  const words: Record<string, string> = {}
  let count = 0
  let inTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title') inTitle = true
      if (name === 'body' || count > 100) parser.reset()
      const key = (attributes.property ?? attributes.name ?? '').toLowerCase()
      if (name !== 'meta' || !key || attributes.content === undefined) return
      count++
      words[key] ??= attributes.content
    },
    ontext(text) {
      if (inTitle) words.title = ((words.title ?? '') + text).slice(0, 1_000)
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
    },
  })
  parser.write(html)
  parser.end()
  return words
}
