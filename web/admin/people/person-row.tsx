import { ActionIcon, Badge, Group, Menu, Table, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { HandedLink, Person } from '../../../contract/api/people.ts'
import { usePeople } from '../../data/people.ts'
import { Face } from '../../ui/avatar.tsx'
import { useConfirm } from '../../ui/confirm.tsx'
import { Time } from '../../ui/time.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'
import { RoleDialog } from './role-dialog.tsx'

const colours = { active: 'teal', invited: 'yellow', deactivated: 'gray' } as const

export function PersonRow({ person, onLink }: { person: Person; onLink: (handed: HandedLink) => void }) {
  const say = useSay()
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <Face member={person} size={32} />
          <div>
            <Text size="sm" fw={600}>
              {person.name}
            </Text>
            <Text size="xs" c="dimmed">
              {person.email}
            </Text>
            <Group hiddenFrom="sm" gap={6} mt={2}>
              <Text size="xs">{say(`people.role.${person.role}`)}</Text>
              <StateBadge person={person} />
            </Group>
          </div>
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="sm">{say(`people.role.${person.role}`)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <StateBadge person={person} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{person.lastSeenAt ? <Time at={person.lastSeenAt} /> : say('people.never')}</Table.Td>
      <Table.Td>
        <PersonMenu person={person} onLink={onLink} />
      </Table.Td>
    </Table.Tr>
  )
}

function StateBadge({ person }: { person: Person }) {
  const say = useSay()
  return (
    <Badge variant="dot" color={colours[person.state]} style={{ overflow: 'visible' }}>
      {say(`people.state.${person.state}`)}
    </Badge>
  )
}

function PersonMenu({ person, onLink }: { person: Person; onLink: (handed: HandedLink) => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const { deactivate, restore, makeLink } = usePeople()
  const [changing, setChanging] = useState(false)
  const { id, name, may, state } = person
  const bringBack = () => restore.mutate(id, { onSuccess: () => toast(say('people.restored', { name })) })
  const askDeactivate = async () => {
    const question = {
      title: say('people.deactivate.title', { name }),
      body: say('people.deactivate.body'),
      action: say('people.deactivate'),
      danger: true,
    }
    if (!(await confirm(question))) return
    deactivate.mutate(id, {
      onSuccess: () => toast(say('people.deactivated', { name }), { label: say('people.undo'), run: bringBack }),
    })
  }
  if (!Object.values(may).some(Boolean)) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={say('people.actions', { name })}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may.changeRole && <Menu.Item onClick={() => setChanging(true)}>{say('people.change_role')}</Menu.Item>}
          {may.resetLink && (
            <Menu.Item onClick={() => makeLink.mutate(id, { onSuccess: onLink })}>
              {say(state === 'invited' ? 'people.make_link.invited' : 'people.make_link.active')}
            </Menu.Item>
          )}
          {may.restore && <Menu.Item onClick={bringBack}>{say('people.restore')}</Menu.Item>}
          {may.deactivate && (
            <Menu.Item color="red" onClick={askDeactivate}>
              {say('people.deactivate')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {changing && <RoleDialog person={person} onClose={() => setChanging(false)} />}
    </>
  )
}
