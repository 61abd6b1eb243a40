import { Fragment, type ReactNode } from 'react'
import type { Mention } from '../ui/markdown/read-markdown.ts'

const parts = /@\[([^\]\n]{1,200})\]\((\d{1,18})\)|(https?:\/\/[^\s<>"]+[^\s<>".,;:!?'])/g

/** What a program wrote as plain text: line for line, with nothing in it but names and addresses. */
export function PlainText({ text, mention }: { text: string; mention: (mention: Mention) => ReactNode }) {
  const drawn: ReactNode[] = []
  let at = 0
  for (const found of text.matchAll(parts)) {
    const [whole, name, id, url] = found
    drawn.push(text.slice(at, found.index))
    drawn.push(
      url ? (
        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
          {url}
        </a>
      ) : (
        mention({ id: id ?? '', name: name ?? '' } as Mention)
      ),
    )
    at = found.index + whole.length
  }
  drawn.push(text.slice(at))
  return (
    <p style={{ whiteSpace: 'pre-wrap' }}>
      {drawn.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text keep their places
        <Fragment key={place}>{part}</Fragment>
      ))}
    </p>
  )
}
