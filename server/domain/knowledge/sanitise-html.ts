import { Parser } from 'htmlparser2'

/** What a note may hold: text in order, and nothing that loads, runs or hides. */
const kept = new Set([
  ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'b', 'strong', 'i', 'em', 'u', 's', 'code', 'pre'],
  ...['blockquote', 'ul', 'ol', 'li', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
])
const empty = new Set(['br', 'hr'])
/** Whose content goes with them. */
const dropped = new Set([
  'script',
  'style',
  'title',
  'noscript',
  'template',
  'iframe',
  'object',
  'svg',
  'math',
  'textarea',
  'select',
])
const deepest = 100

/** HTML made again from what is known to be harmless: other tags go and leave their text, other attributes go. */
export function sanitiseHtml(html: string): string {
  const open: string[] = []
  let silent = 0
  let out = ''
  const parser = new Parser({
    onopentag(name, attributes) {
      if (dropped.has(name)) silent++
      if (silent > 0 || !kept.has(name) || open.length >= deepest) return
      out += name === 'a' ? link(attributes.href) : `<${name}>`
      if (!empty.has(name)) open.push(name)
    },
    ontext(text) {
      if (silent === 0) out += escaped(text)
    },
    onclosetag(name) {
      if (dropped.has(name)) silent = Math.max(0, silent - 1)
      if (silent > 0 || empty.has(name) || open.at(-1) !== name) return
      open.pop()
      out += `</${name}>`
    },
  })
  parser.write(html)
  parser.end()
  return (
    out +
    open
      .toReversed()
      .map(name => `</${name}>`)
      .join('')
  )
}

const link = (href: string | undefined): string =>
  href && /^(?:https?:\/\/|mailto:)/i.test(href.trim())
    ? `<a href="${escaped(href.trim())}" rel="nofollow noopener noreferrer">`
    : '<a>'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
