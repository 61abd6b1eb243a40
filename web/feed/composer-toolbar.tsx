import { ActionIcon, Group } from '@mantine/core'
import { IconAt, IconBold, IconCode, IconItalic, IconLink, IconList, IconQuote } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useSay } from '../ui/words.tsx'
import type { Written } from './mentions.ts'

/** What a button puts around the chosen words, or before each chosen line. */
const marks = [
  { name: 'bold', Icon: IconBold, around: ['**', '**'] },
  { name: 'italic', Icon: IconItalic, around: ['_', '_'] },
  { name: 'code', Icon: IconCode, around: ['`', '`'] },
  { name: 'link', Icon: IconLink, around: ['[', '](https://)'] },
  { name: 'list', Icon: IconList, before: '- ' },
  { name: 'quote', Icon: IconQuote, before: '> ' },
  { name: 'mention', Icon: IconAt, around: ['@', ''] },
] as const

interface ToolbarProps {
  readonly box: RefObject<HTMLTextAreaElement | null>
  readonly written: Written
  readonly onChange: (written: Written) => void
}

export function ComposerToolbar({ box, written, onChange }: ToolbarProps) {
  const say = useSay()
  const put = (mark: (typeof marks)[number]) => {
    const element = box.current
    if (!element) return
    const { text, from, to } = marked(mark, written.text, element.selectionStart, element.selectionEnd)
    onChange({ ...written, text })
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(from, to)
    })
  }
  return (
    <Group gap={2} role="toolbar" aria-label={say('feed.toolbar')}>
      {marks.map(mark => (
        <ActionIcon
          key={mark.name}
          title={say(`feed.toolbar.${mark.name}`)}
          aria-label={say(`feed.toolbar.${mark.name}`)}
          onMouseDown={event => event.preventDefault()}
          onClick={() => put(mark)}
        >
          <mark.Icon size={17} stroke={1.8} />
        </ActionIcon>
      ))}
    </Group>
  )
}

/** The text with the mark in it, and what is chosen afterwards. */
function marked(mark: (typeof marks)[number], text: string, from: number, to: number) {
  if ('around' in mark) {
    const [open, close] = mark.around
    const chosen = text.slice(from, to)
    const start = from + open.length
    return {
      text: text.slice(0, from) + open + chosen + close + text.slice(to),
      from: start,
      to: start + chosen.length,
    }
  }
  const begin = text.lastIndexOf('\n', from - 1) + 1
  const lines = text.slice(begin, to).split('\n')
  const put = lines.map(line => mark.before + line).join('\n')
  const end = begin + put.length
  return { text: text.slice(0, begin) + put + text.slice(to), from: end, to: end }
}
