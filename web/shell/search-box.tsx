import { Kbd, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSay } from '../ui/words.tsx'
import classes from './shell.module.css'

/** The search of the frame; `/` leads to it from anywhere, but to the screen's own where it has one. */
export function SearchBox() {
  const say = useSay()
  const navigate = useNavigate()
  const box = useRef<HTMLInputElement>(null)
  const asked = useRouterState({
    select: state =>
      state.location.pathname === '/search' ? String((state.location.search as { q?: string }).q ?? '') : '',
  })
  const [text, setText] = useState(asked)
  useEffect(() => setText(asked), [asked])
  const find = () => (document.querySelector<HTMLInputElement>('main [data-page-search]') ?? box.current)?.focus()
  useHotkeys([['/', find]])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) void navigate({ to: '/search', search: { q: text.trim() } as never })
  }
  return (
    <search className={classes.search}>
      <form onSubmit={submit}>
        <TextInput
          ref={box}
          type="search"
          size="sm"
          name="q"
          value={text}
          maxLength={200}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
          aria-label={say('shell.search')}
          aria-keyshortcuts="/"
          placeholder={say('shell.search')}
          leftSection={<IconSearch size={16} />}
          rightSection={
            <Kbd className={classes.hint} size="xs" aria-hidden="true">
              /
            </Kbd>
          }
        />
      </form>
    </search>
  )
}
