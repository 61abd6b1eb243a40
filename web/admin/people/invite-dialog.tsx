import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { HandedLink } from '../../../contract/api/people.ts'
import type { CommunityRole } from '../../../contract/api/session.ts'
import { useMe } from '../../data/me.ts'
import { usePeople } from '../../data/people.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { roles } from './role-dialog.tsx'

export function InviteDialog({ onClose, onInvited }: { onClose: () => void; onInvited: (handed: HandedLink) => void }) {
  const say = useSay()
  const me = useMe()
  const { invite } = usePeople()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<CommunityRole>('member')
  const allowed = me.role === 'system_administrator' ? roles : roles.slice(0, 1)
  return (
    <Dialog title={say('people.invite.title')} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          invite.mutate({ name, email, role }, { onSuccess: onInvited })
        }}
      >
        <Stack gap="sm">
          {invite.isError && <Refused error={invite.error} />}
          <TextInput
            label={say('people.name')}
            required
            maxLength={100}
            data-autofocus
            value={name}
            onChange={event => setName(event.currentTarget.value)}
          />
          <TextInput
            label={say('people.email')}
            type="email"
            required
            value={email}
            onChange={event => setEmail(event.currentTarget.value)}
          />
          <Select
            label={say('people.role')}
            data={allowed.map(value => ({ value, label: say(`people.role.${value}`) }))}
            allowDeselect={false}
            value={role}
            onChange={next => setRole((next ?? 'member') as CommunityRole)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={invite.isPending}>
              {say('people.invite.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
