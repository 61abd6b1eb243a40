import { MultiSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { mostYearsAhead } from '../../../contract/api/integrations.ts'
import type { Change } from '../../../contract/api/oversight.ts'
import { permissions } from '../../../contract/permissions.ts'
import { groupsFound } from '../../data/groups.ts'
import { itemsOf } from '../../data/query.ts'
import { useSay } from '../../ui/words.tsx'
import { endOf, farthestDay, inDays } from '../integrations/end-day.ts'
import type { EndedPart } from './use-asked.ts'

interface FieldsProps {
  /** Absent while something is still to be chosen. */
  readonly onChange: (change: Change | undefined) => void
}

/** Which permissions go. */
export function PermissionFields({ onChange }: FieldsProps) {
  const say = useSay()
  return (
    <MultiSelect
      label={say('oversight.take.which')}
      data={permissions.map(({ id }) => ({ value: id, label: say(`oversight.permission.${id}`) }))}
      searchable
      hidePickedOptions
      data-autofocus
      onChange={ids => onChange(ids.length > 0 ? { kind: 'take', permissions: ids } : undefined)}
    />
  )
}

/** Which groups come to them, and which go. */
export function GroupFields({ onChange }: FieldsProps) {
  const say = useSay()
  const [[add, remove], setGroups] = useState<[string[], string[]]>([[], []])
  const choose = (next: [string[], string[]]) => {
    setGroups(next)
    const [add, remove] = next
    onChange(add.length + remove.length > 0 ? { kind: 'groups', add, remove } : undefined)
  }
  return (
    <Stack gap="sm">
      <GroupsField label={say('oversight.groups.add')} value={add} onChange={ids => choose([ids, remove])} />
      <GroupsField label={say('oversight.groups.remove')} value={remove} onChange={ids => choose([add, ids])} />
    </Stack>
  )
}

function GroupsField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string[]
  onChange: (ids: string[]) => void
}) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const found = useInfiniteQuery({ ...groupsFound(search || undefined, false), placeholderData: keepPreviousData })
  const data = new Map([
    ...value.map(id => [id, names.get(id) ?? id] as const),
    ...itemsOf(found.data).map(group => [group.id, group.name] as const),
  ])
  return (
    <MultiSelect
      label={label}
      data={[...data].map(([id, name]) => ({ value: id, label: name }))}
      value={value}
      onChange={ids => {
        setNames(before => new Map([...before, ...data]))
        onChange(ids)
      }}
      searchable
      searchValue={text}
      onSearchChange={setText}
      hidePickedOptions
      nothingFoundMessage={say('integrations.where.none')}
    />
  )
}

/** Until when, by the end of that day where the reader is; or no end any more. */
export function EndFields({ of, onChange }: FieldsProps & { of: EndedPart | undefined }) {
  const say = useSay()
  const [kind, setKind] = useState('day')
  const [day, setDay] = useState('')
  const choose = (nextKind: string, nextDay: string) => {
    setKind(nextKind)
    setDay(nextDay)
    const endsAt = nextKind === 'never' ? null : isPast(nextDay) ? undefined : endOf(nextDay)
    onChange(endsAt === undefined ? undefined : endChange(of, endsAt))
  }
  return (
    <Radio.Group
      label={say('oversight.end.when')}
      description={of && say('oversight.end.only', { what: of.name })}
      value={kind}
      onChange={next => choose(next, day)}
    >
      <Stack gap="xs" mt="xs">
        <Radio value="day" label={say('oversight.end.day')} />
        {kind === 'day' && (
          <TextInput
            type="date"
            aria-label={say('oversight.end.day')}
            description={say('oversight.end.farthest', { years: mostYearsAhead })}
            error={day !== '' && isPast(day) && say('oversight.end.past')}
            min={inDays(0)}
            max={farthestDay()}
            value={day}
            onChange={event => choose('day', event.currentTarget.value)}
            maw={220}
            ml={28}
          />
        )}
        <Radio value="never" label={say('oversight.end.never')} />
      </Stack>
    </Radio.Group>
  )
}

const isPast = (day: string): boolean => day < inDays(0)

const endChange = (of: EndedPart | undefined, endsAt: string | null): Change => ({
  kind: 'end',
  permissions: of?.kind === 'permission' ? [of.id] : [],
  ...(of?.kind === 'group' && { groupIds: [of.id] }),
  ...(of?.kind === 'everyone' && { of: 'everyone' as const }),
  endsAt,
})
