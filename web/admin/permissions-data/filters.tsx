import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { permissions } from '../../../contract/permissions.ts'
import { groupsFound } from '../../data/groups.ts'
import type { OverseenAsked } from '../../data/oversight.ts'
import { itemsOf } from '../../data/query.ts'
import { useAddressQuery, useAddressText } from '../../ui/address.ts'
import { useSay } from '../../ui/words.tsx'
import { ColumnsButton } from './columns-button.tsx'

/** A last one in its line does not stretch over it. */
const narrowest = '16rem'

const lists = {
  origin: ['connector', 'custom'],
  state: ['enabled', 'attention', 'disabled'],
  use: ['unused', 'idle', 'errors', 'ending'],
  owner: ['system_administrator', 'account_manager', 'content_moderator'],
} as const

/** What the table shows, kept in the address, so that it survives a reload and can be sent to somebody. */
export function useFilter(): OverseenAsked {
  const [search] = useAddressQuery('q')
  const [origin] = useAddressQuery('origin')
  const [state] = useAddressQuery('state')
  const [use] = useAddressQuery('use')
  const [permission] = useAddressQuery('permission')
  const [groupId] = useAddressQuery('group')
  const [owner] = useAddressQuery('owner')
  return { search: search?.trim(), origin, state, use, permission, groupId, owner } as OverseenAsked
}

export function Filters({ clear }: { clear: (() => void) | undefined }) {
  const say = useSay()
  const [text, setText] = useAddressText('q')
  return (
    <Group gap="xs">
      <TextInput
        value={text ?? ''}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
        aria-label={say('integrations.search')}
        placeholder={say('integrations.search')}
        leftSection={<IconSearch size={16} />}
        data-page-search
        aria-keyshortcuts="/"
        style={{ flex: '2 1 14rem' }}
      />
      {(Object.keys(lists) as (keyof typeof lists)[]).map(name => (
        <OneOf key={name} name={name} options={lists[name]} word={value => say(`oversight.filter.${name}.${value}`)} />
      ))}
      <OneOf
        name="permission"
        options={permissions.map(one => one.id)}
        word={value => say(`oversight.permission.${value}`)}
        searchable
      />
      <GroupFilter />
      {clear && (
        <Button variant="subtle" onClick={clear}>
          {say('integrations.none.clear')}
        </Button>
      )}
      <ColumnsButton />
    </Group>
  )
}

interface OneOfProps {
  readonly name: string
  readonly options: readonly string[]
  readonly word: (value: string) => string
  readonly searchable?: boolean
}

function OneOf({ name, options, word, searchable = false }: OneOfProps) {
  const say = useSay()
  const [value, setValue] = useAddressQuery(name)
  return (
    <Select
      aria-label={say(`oversight.filter.${name}`)}
      placeholder={say(`oversight.filter.${name}`)}
      data={options.map(one => ({ value: one, label: word(one) }))}
      value={value && options.includes(value) ? value : null}
      onChange={next => setValue(next ?? undefined)}
      clearable
      searchable={searchable}
      style={{ flex: '1 1 9rem', maxWidth: narrowest }}
    />
  )
}

function GroupFilter() {
  const say = useSay()
  const [value, setValue] = useAddressQuery('group')
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const found = useInfiniteQuery({ ...groupsFound(search || undefined, false), placeholderData: keepPreviousData })
  return (
    <Select
      aria-label={say('oversight.filter.group')}
      placeholder={say('oversight.filter.group')}
      data={itemsOf(found.data).map(group => ({ value: group.id, label: group.name }))}
      value={value ?? null}
      onChange={next => setValue(next ?? undefined)}
      clearable
      searchable
      onSearchChange={setText}
      nothingFoundMessage={say('integrations.where.none')}
      style={{ flex: '1 1 9rem', maxWidth: narrowest }}
    />
  )
}
