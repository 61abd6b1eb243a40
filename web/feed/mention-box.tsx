import { Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type Ref, type SyntheticEvent, useId, useImperativeHandle, useRef, useState } from 'react'
import type { MemberRef } from '../../contract/api/basics.ts'
import { membersLike } from '../data/members.ts'
import { MentionList } from './mention-list.tsx'
import { searchedAt, type Written, withMention } from './mentions.ts'

interface BoxProps {
  readonly written: Written
  readonly onChange: (written: Written) => void
  readonly label: string
  readonly placeholder?: string
  /** Whoever may read in this group is suggested. */
  readonly groupId: string | undefined
  readonly minRows?: number
  readonly autoFocus?: boolean
  readonly onSubmit: () => void
  readonly onEscape?: () => void
  readonly onFocus?: () => void
  readonly box?: Ref<HTMLTextAreaElement>
}

/** A box to write in, which completes names after an @. Ctrl + Enter sends. */
export function MentionBox({ written, onChange, groupId, onSubmit, onEscape, box, ...frame }: BoxProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(box, () => area.current as HTMLTextAreaElement)
  const list = useId()
  const { searched, found, chosen, setChosen, look, close } = useSuggestions(groupId)

  const put = (member: MemberRef) => {
    const element = area.current
    if (!element || searched === undefined) return
    const { caret, ...next } = withMention(written, element.selectionStart, searched, member)
    onChange(next)
    close()
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(caret, caret)
    })
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      return onSubmit()
    }
    if (!found.length) return event.key === 'Escape' ? onEscape?.() : undefined
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const member = found[chosen]
    if (step) setChosen((chosen + step + found.length) % found.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && member) put(member)
    else if (event.key === 'Escape') close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const notice = ({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>) =>
    look(currentTarget.value, currentTarget.selectionStart, currentTarget.selectionEnd)

  const { label, ...others } = frame
  return (
    <div style={{ position: 'relative' }}>
      <Textarea
        {...others}
        ref={area}
        aria-label={label}
        autosize
        maxRows={16}
        maxLength={20_000}
        value={written.text}
        onChange={event => {
          onChange({ ...written, text: event.currentTarget.value })
          notice(event)
        }}
        onSelect={notice}
        onKeyDown={press}
        onBlur={close}
        aria-autocomplete="list"
        aria-controls={found.length ? list : undefined}
        aria-activedescendant={found.length ? `${list}-${chosen}` : undefined}
        aria-keyshortcuts="Control+Enter"
      />
      <MentionList id={list} members={found} chosen={chosen} choose={put} />
    </div>
  )
}

/** Who fits what is being typed after an @. */
function useSuggestions(groupId: string | undefined) {
  const [searched, setSearched] = useState<string>()
  const [chosen, setChosen] = useState(0)
  const [slow] = useDebouncedValue(searched, 120)
  const { data } = useQuery({
    ...membersLike(slow ?? '', groupId),
    enabled: slow !== undefined,
    placeholderData: keepPreviousData,
  })
  const found = searched === undefined || slow === undefined ? [] : (data?.items ?? [])
  const look = (text: string, from: number, to: number) => {
    const next = from === to ? searchedAt(text, from) : undefined
    if (next !== searched) setChosen(0)
    setSearched(next)
  }
  const close = () => setSearched(undefined)
  return { searched, found, chosen: Math.min(chosen, Math.max(0, found.length - 1)), setChosen, look, close }
}
