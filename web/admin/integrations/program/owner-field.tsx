import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Owner } from '../../../../contract/api/program.ts'
import type { CommunityRole } from '../../../../contract/api/session.ts'
import { groupsFound } from '../../../data/groups.ts'
import { itemsOf } from '../../../data/query.ts'
import { type Say, useSay } from '../../../ui/words.tsx'

const roles = ['system_administrator', 'account_manager', 'content_moderator'] as const

const none = 'nobody'
const chosenOf = (owner: Owner): string => (owner.kind === 'role' ? owner.role : owner.groupId)

/** Who answers for it: a role or a group, never somebody who may leave. */
export function OwnerField({ owner, onChange }: { owner: Owner; onChange: (owner: Owner) => void }) {
  return <OwnerSelect owner={owner} onChange={next => next && onChange(next)} />
}

interface SelectProps {
  readonly owner: Owner | null
  /** What it says where nobody is named, if that may be. */
  readonly nobody?: string
  readonly disabled?: boolean
  readonly onChange: (owner: Owner | null) => void
}

export function OwnerSelect({ owner, nobody, disabled = false, onChange }: SelectProps) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const hidden = say('custom.owner.hidden')
  const label = labelOf(owner, nobody, say)
  const typed = search === label ? '' : search
  const found = useInfiniteQuery({ ...groupsFound(typed || undefined, false), placeholderData: keepPreviousData })
  const groups = new Map(itemsOf(found.data).map(group => [group.id, group.name]))
  if (owner?.kind === 'group') groups.set(owner.groupId, owner.name || hidden)
  const choose = (value: string | null) => {
    if (value === null) return
    if (value === none) return onChange(null)
    const name = groups.get(value)
    onChange(
      name === undefined ? { kind: 'role', role: value as CommunityRole } : { kind: 'group', groupId: value, name },
    )
  }
  return (
    <Select
      label={say('custom.owner')}
      description={say('custom.owner.means')}
      data={[
        ...(nobody === undefined ? [] : [{ value: none, label: nobody }]),
        {
          group: say('custom.owner.roles'),
          items: roles.map(role => ({ value: role, label: say(`people.role.${role}`) })),
        },
        { group: say('custom.owner.groups'), items: [...groups].map(([value, name]) => ({ value, label: name })) },
      ]}
      value={owner ? chosenOf(owner) : none}
      disabled={disabled}
      onChange={choose}
      allowDeselect={false}
      searchable
      onSearchChange={setText}
      nothingFoundMessage={say('integrations.where.none')}
    />
  )
}

function labelOf(owner: Owner | null, nobody: string | undefined, say: Say): string {
  if (!owner) return nobody ?? ''
  return owner.kind === 'role' ? say(`people.role.${owner.role}`) : owner.name || say('custom.owner.hidden')
}
