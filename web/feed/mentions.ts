/**
 * In a text that is being written a mention reads `@Noor Haddad`; what is sent says whom it means: `@[Noor Haddad](42)`. Who was
 * meant by which name is kept beside the text.
 */
export type People = Readonly<Record<string, string>>

export interface Written {
  readonly text: string
  readonly people: People
}

/** What was sent, as it is written. Two people of one name: the second keeps the form that tells them apart. */
export function toWritten(sent: string): Written {
  const people: Record<string, string> = {}
  const text = sent.replace(/@\[([^\]\n]{1,200})\]\((\d{1,18})\)/g, (whole, name: string, id: string) => {
    if ((people[name] ?? id) !== id) return whole
    people[name] = id
    return `@${name}`
  })
  return { text, people }
}

export function toSent({ text, people }: Written): string {
  const names = Object.keys(people).sort((a, b) => b.length - a.length)
  if (!names.length) return text
  const pattern = new RegExp(`@(${names.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
  return text.replace(pattern, (_, name: string) => `@[${name}](${people[name]})`)
}

/** Puts a chosen person where `@no` stood before the caret. Answers the text and where the caret is now. */
export function withMention(
  { text, people }: Written,
  caret: number,
  searched: string,
  member: { readonly id: string; readonly name: string },
): Written & { readonly caret: number } {
  const name = member.name.replace(/[[\]\n]/g, ' ').trim()
  const taken = (people[name] ?? member.id) !== member.id
  const before = text.slice(0, caret - searched.length - 1)
  const put = taken ? `@[${name}](${member.id}) ` : `@${name} `
  const after = text.slice(caret).replace(/^ /, '')
  return {
    text: before + put + after,
    people: taken ? people : { ...people, [name]: member.id },
    caret: before.length + put.length,
  }
}

/** The name that is being typed after an @, if the caret stands in one. */
export function searchedAt(text: string, caret: number): string | undefined {
  const before = text.slice(Math.max(0, caret - 60), caret)
  return /(?:^|[\s(])@([\p{L}\p{M}\p{N}'’.-]+(?: [\p{L}\p{M}'’.-]*)?)$/u.exec(before)?.[1]
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
