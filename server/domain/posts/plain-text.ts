/** Names by member id; nothing of somebody who is not there. */
export type NamesById = Readonly<Record<string, { readonly name: string; readonly kind: 'person' | 'bot' }>>

export interface Mentioned {
  readonly id: string
  readonly name: string
  readonly kind: 'person' | 'bot'
  /** In characters (code points) of the plain text. */
  readonly offset: number
  readonly length: number
}

const pieces = /```[\s\S]*?(?:```|$)|`[^`\n]*`|@\[([^\]\n]{1,200})\]\((\d{1,18})\)/g

/** A text with each mention shown as the name it has today, and where those stand. Code is left as it is. */
export function plainText(text: string, names: NamesById): { text: string; mentioned: Mentioned[] } {
  const mentioned: Mentioned[] = []
  let plain = ''
  let from = 0
  for (const piece of text.matchAll(pieces)) {
    const [whole, written, id] = piece
    const known = id !== undefined ? names[id] : undefined
    plain += text.slice(from, piece.index)
    from = piece.index + whole.length
    if (id !== undefined && known)
      mentioned.push({ id, ...known, offset: lengthOf(plain), length: lengthOf(known.name) })
    plain += id === undefined ? whole : (known?.name ?? written)
  }
  return { text: plain + text.slice(from), mentioned }
}

const lengthOf = (text: string): number => [...text].length
