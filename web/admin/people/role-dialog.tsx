import { Button, Group, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Person } from '../../../contract/api/people.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { usePeople } from '../../data/people.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSay } from '../../ui/words.tsx'

export const roles: readonly CommunityRole[] = [
  'member',
  'content_moderator',
  'account_manager',
  'system_administrator',
]

export function RoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const say = useSay()
  const { changeRole } = usePeople()
  const [role, setRole] = useState(person.role)
  const save = () =>
    changeRole.mutate(
      { memberId: person.id, role },
      {
        onSuccess: changed => {
          toast(say('people.changed', { name: changed.name, role: say(`people.role.${changed.role}`) }))
          onClose()
        },
      },
    )
  return (
    <Dialog title={say('people.change_role.title', { name: person.name })} onClose={onClose}>
      <Stack gap="md">
        <Radio.Group value={role} onChange={next => setRole(next as CommunityRole)} aria-label={say('people.role')}>
          <Stack gap="xs">
            {roles.map(one => (
              <Radio key={one} value={one} label={say(`people.role.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {say('people.change_role.body')}
        </Text>
        <Group justify="flex-end">
          <Button onClick={save} loading={changeRole.isPending} disabled={role === person.role}>
            {say('people.save')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
