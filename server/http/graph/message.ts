/**
 * Texts between our form and Graph's. Ours names whom it mentions where it does, `@[Zoé](42)`; Graph's message holds the plain name, with the place
 * of each beside it, and is written as `@[42]` (workplace-graph-api.md 3.7).
 */
export interface Tag {
  id: string
  name: string
  type: 'user' | 'page'
  offset: number
  length: number
}

const written = /@\[([^\]\n]{1,200})\]\((\d{1,18})\)/g

/** Offsets and lengths count characters, as in webhooks; `pages` are the ids of bots. */
export function toMessage(text: string, pages: readonly string[] = []): { message: string; tags: Tag[] } {
  const tags: Tag[] = []
  let message = ''
  let at = 0
  for (const found of text.matchAll(written)) {
    const [whole, name = '', id = ''] = found
    message += text.slice(at, found.index)
    tags.push({
      id,
      name,
      type: pages.includes(id) ? 'page' : 'user',
      offset: [...message].length,
      length: [...name].length,
    })
    message += name
    at = found.index + whole.length
  }
  return { message: message + text.slice(at), tags }
}

const mentioned = /@\[(\d{1,18})\]/g

/** Numbers of those a message of a program mentions. */
export const mentionedIn = (message: string): string[] => [
  ...new Set([...message.matchAll(mentioned)].map(found => found[1] ?? '')),
]

/** The message as we keep it; a number that names nobody stays as it is. */
export const fromMessage = (message: string, names: ReadonlyMap<string, string>): string =>
  message.replace(mentioned, (whole, id: string) => {
    const name = names.get(id)
    return name === undefined ? whole : `@[${name.replace(/[[\]\n]/g, ' ')}](${id})`
  })
