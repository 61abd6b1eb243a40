import { ActionIcon, Button, Group, Stack, TextInput } from '@mantine/core'
import { readLocalStorageValue, useLocalStorage } from '@mantine/hooks'
import { IconBookmarkPlus, IconX } from '@tabler/icons-react'
import { Link, useRouterState } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { useSay } from '../../ui/words.tsx'

interface View {
  readonly name: string
  /** What the address says after its question mark. */
  readonly query: string
}

/** Filters and orders of a table that somebody comes back to, by a name of their own. They are kept in this browser. */
export function SavedViews({ at = '/admin/integrations' }: { at?: string }) {
  const say = useSay()
  const key = `passerelle.views.${at.split('/').slice(2).join('.')}`
  const [views, setViews] = useLocalStorage<View[]>({
    key,
    defaultValue: readLocalStorageValue<View[]>({ key }) ?? [],
  })
  const [naming, setNaming] = useState(false)
  const query = useRouterState({ select: state => filtersIn(state.location.searchStr) })
  const known = views.some(view => view.query === query)
  if (views.length === 0 && !query) return null
  return (
    <Group gap="xs" role="group" aria-label={say('integrations.views')}>
      {views.map(view => (
        <Group key={view.query} gap={0} wrap="nowrap">
          <Button
            component={Link}
            to={at}
            search={Object.fromEntries(new URLSearchParams(view.query)) as never}
            size="compact-sm"
            variant={view.query === query ? 'light' : 'default'}
            aria-current={view.query === query ? 'true' : undefined}
          >
            {view.name}
          </Button>
          <ActionIcon
            size="sm"
            aria-label={say('integrations.views.forget', { name: view.name })}
            onClick={() => setViews(views.filter(one => one !== view))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      {query && !known && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconBookmarkPlus size={15} />}
          onClick={() => setNaming(true)}
        >
          {say('integrations.views.keep')}
        </Button>
      )}
      {naming && <Naming keep={name => setViews([...views, { name, query }])} close={() => setNaming(false)} />}
    </Group>
  )
}

/** What is opened above a table is no part of its view. */
function filtersIn(search: string): string {
  const query = new URLSearchParams(search)
  for (const name of ['open', 'explain']) query.delete(name)
  return query.toString()
}

function Naming({ keep, close }: { keep: (name: string) => void; close: () => void }) {
  const say = useSay()
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    keep(name.trim())
    close()
  }
  return (
    <Dialog title={say('integrations.views.keep')} size="sm" onClose={close}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <TextInput
            label={say('integrations.views.name')}
            description={say('integrations.views.here')}
            maxLength={40}
            data-autofocus
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()} style={{ alignSelf: 'flex-end' }}>
            {say('shell.save')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
