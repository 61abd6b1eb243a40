import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewOwner, Owner } from '../../../../contract/api/program.ts'
import type { CommunityRole } from '../../../../contract/api/session.ts'
import { groupsFound } from '../../../data/groups.ts'
import { itemsOf } from '../../../data/query.ts'
import { type Say, useSay } from '../../../ui/words.tsx'

const roles = ['system_administrator', 'account_manager', 'content_moderator'] as const

const none = 'nobody'
const hidden = 'hidden'

/** As it is saved; what is hidden stays, unnamed. */
export function newOwnerOf(owner: Owner): NewOwner {
  if (owner.kind === 'role') return { role: owner.role }
  return owner.kind === 'group' ? { groupId: owner.groupId } : { kept: true }
}

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
  const label = labelOf(owner, nobody, say)
  const typed = search === label ? '' : search
  const found = useInfiniteQuery({ ...groupsFound(typed || undefined, false), placeholderData: keepPreviousData })
  const groups = new Map(itemsOf(found.data).map(group => [group.id, group.name]))
  if (owner?.kind === 'group') groups.set(owner.groupId, owner.name)
  if (owner?.kind === 'hidden') groups.set(hidden, label)
  const choose = (value: string | null) => {
    if (value === null) return
    onChange(value === none ? null : ownerOf(value, groups))
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

function chosenOf(owner: Owner): string {
  if (owner.kind === 'role') return owner.role
  return owner.kind === 'group' ? owner.groupId : hidden
}

function ownerOf(value: string, groups: ReadonlyMap<string, string>): Owner {
  if (value === hidden) return { kind: 'hidden' }
  const name = groups.get(value)
  return name === undefined ? { kind: 'role', role: value as CommunityRole } : { kind: 'group', groupId: value, name }
}

function labelOf(owner: Owner | null, nobody: string | undefined, say: Say): string {
  if (!owner) return nobody ?? ''
  if (owner.kind === 'role') return say(`people.role.${owner.role}`)
  return owner.kind === 'group' ? owner.name : say('custom.owner.hidden')
}
