/** Atlassian Document Format, version 1: what Cloud's interface (v3) takes and gives for text. Data Center (v2) has plain wiki text. */

/** A document of plain paragraphs. */
export const documentOf = (text: string): object => ({
  type: 'doc',
  version: 1,
  content: text.split(/\n{2,}/).map(paragraph => ({
    type: 'paragraph',
    content: paragraph.trim() ? [{ type: 'text', text: paragraph.trim() }] : [],
  })),
})

/** The words of a document, or of wiki text, on one line; mentions by the name Jira wrote. */
export function textIn(value: unknown, most: number): string {
  const words = typeof value === 'string' ? value : wordsOf(value, 0)
  const plain = words
    .replace(/\[~(?:accountid:)?[^\]]*\]/g, '@…')
    .replace(/\s+/g, ' ')
    .trim()
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain
}

function wordsOf(node: unknown, depth: number): string {
  if (typeof node !== 'object' || node === null || depth > 30) return ''
  const { type, text, content, attrs } = node as {
    type?: unknown
    text?: unknown
    content?: unknown
    attrs?: { text?: unknown }
  }
  if (type === 'text' && typeof text === 'string') return text
  if (type === 'mention' && typeof attrs?.text === 'string') return attrs.text
  const inner = Array.isArray(content) ? content.map(child => wordsOf(child, depth + 1)).join('') : ''
  return type === 'paragraph' || type === 'heading' || type === 'listItem' || type === 'hardBreak' ? `${inner} ` : inner
}
