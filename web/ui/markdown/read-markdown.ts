import { Marked, type Token, type TokenizerExtension } from 'marked'

/** A mention in a text: `@[Name](memberId)`. */
export interface Mention {
  readonly type: 'mention'
  readonly raw: string
  readonly name: string
  readonly id: string
}

const mention: TokenizerExtension = {
  name: 'mention',
  level: 'inline',
  start: text => text.indexOf('@['),
  tokenizer: text => {
    const [raw, name, id] = /^@\[([^\]\n]{1,200})\]\((\d{1,18})\)/.exec(text) ?? []
    return raw && name && id ? { type: 'mention', raw, name, id } : undefined
  },
}

const never = () => undefined

/** Bold, italic, code, lists, quotes and links. Markup, headings, tables and pictures stay the characters that were typed. */
const subset = new Marked({
  gfm: true,
  breaks: true,
  extensions: [mention],
  tokenizer: {
    html: never,
    tag: never,
    heading: never,
    lheading: never,
    hr: never,
    table: never,
    def: never,
    reflink: never,
    code: never,
  },
})

/** What we ship ourselves, such as set-up steps, has headings and rules too. Markup stays characters here as well. */
const whole = new Marked({ gfm: true, tokenizer: { html: never, tag: never } })

/** Tokens of a text. One that is nested beyond sense is shown as it was typed. */
export function readMarkdown(text: string, full = false): Token[] {
  try {
    return (full ? whole : subset).lexer(text)
  } catch {
    return [{ type: 'text', raw: text, text }]
  }
}

/** Only addresses that a person can go to; a script is not a place. */
export const isSafeLink = (href: string): boolean => /^(?:https?:\/\/|mailto:)/i.test(href)
