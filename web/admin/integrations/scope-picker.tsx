import { MultiSelect, Radio, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Scope } from '../../../contract/api/integrations.ts'
import { groupsFound } from '../../data/groups.ts'
import { itemsOf } from '../../data/query.ts'
import { useSay } from '../../ui/words.tsx'

interface ScopePickerProps {
  /** Groups known by name already: those of the present scope. */
  readonly known: readonly { readonly id: string; readonly name: string }[]
  /** How many groups of the present scope this administrator does not see: they stay. */
  readonly hidden: number
  readonly scope: Scope | undefined
  readonly onChange: (scope: Scope | undefined) => void
}

/** Where: all groups, or chosen ones, found by name. */
export function ScopePicker({ known, hidden, scope, onChange }: ScopePickerProps) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const [names, setNames] = useState(() => new Map(known.map(group => [group.id, group.name])))
  const answer = useInfiniteQuery({ ...groupsFound(search || undefined, false), placeholderData: keepPreviousData })
  const found = itemsOf(answer.data)
  const chosen = scope && !scope.everyone ? scope.groupIds : []
  const data = new Map([
    ...chosen.map(id => [id, names.get(id) ?? known.find(group => group.id === id)?.name ?? id] as const),
    ...found.map(group => [group.id, group.name] as const),
  ])
  const chosenScope = (groupIds: string[]): Scope | undefined =>
    groupIds.length + hidden > 0 ? { everyone: false, groupIds } : undefined
  const choose = (ids: string[]) => {
    setNames(before => new Map([...before, ...data]))
    onChange(chosenScope(ids))
  }
  const everyone = scope?.everyone === true
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={say('integrations.where')}
        value={everyone ? 'all' : 'chosen'}
        onChange={next => onChange(next === 'all' ? { everyone: true } : chosenScope([]))}
      >
        <Stack gap="xs">
          <Radio value="chosen" label={say('integrations.where.chosen')} />
          <Radio value="all" label={say('integrations.where.all')} />
        </Stack>
      </Radio.Group>
      {!everyone && (
        <MultiSelect
          label={say('integrations.where.groups')}
          placeholder={chosen.length === 0 ? say('integrations.where.search') : undefined}
          data={[...data].map(([value, label]) => ({ value, label }))}
          value={chosen}
          onChange={choose}
          searchable
          searchValue={text}
          onSearchChange={setText}
          filter={({ options, search: typed }) =>
            options.filter(option => 'label' in option && fold(option.label).includes(fold(typed.trim())))
          }
          hidePickedOptions
          nothingFoundMessage={say('integrations.where.none')}
        />
      )}
      {!everyone && hidden > 0 && (
        <Text size="sm" c="dimmed">
          {say('integrations.where.hidden', { count: hidden })}
        </Text>
      )}
    </Stack>
  )
}

/** As the server searches: without regard to case and accents. */
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
