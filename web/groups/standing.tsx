import { Button, Group as Row } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { Group } from '../../contract/api/groups.ts'
import { useJoinGroup, useLeaveGroup } from '../data/groups.ts'
import { useConfirm } from '../ui/confirm.tsx'
import { MenuButton } from '../ui/menu-button.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

/** What the reader is in the group, and the one thing to do about it: join, ask, answer, take back, leave. */
export function Standing({ group, size = 'sm' }: { group: Group; size?: 'xs' | 'sm' }) {
  const say = useSay()
  const navigate = useNavigate()
  const join = useJoinGroup(group.id)
  const leave = useLeaveGroup(group.id, () => void navigate({ to: '/explore/groups' }))
  const { standing, may, name } = group

  if (standing === 'invited') {
    return (
      <Row gap="xs">
        <Button size={size} loading={join.isPending} onClick={() => join.mutate()}>
          {say('groups.accept')}
        </Button>
        <Button size={size} variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
          {say('groups.decline')}
        </Button>
      </Row>
    )
  }
  if (standing === 'asked') {
    return (
      <Button size={size} variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        {say('groups.withdraw')}
      </Button>
    )
  }
  if (may.join || may.ask) {
    const joined = () => toast(say(may.join ? 'groups.joined' : 'groups.asked', { name }))
    return (
      <Button size={size} loading={join.isPending} onClick={() => join.mutate(undefined, { onSuccess: joined })}>
        {say(may.join ? 'groups.join' : 'groups.ask')}
      </Button>
    )
  }
  return may.leave ? <Belonging group={group} size={size} leave={() => leave.mutate()} /> : null
}

function Belonging({ group, size, leave }: { group: Group; size: 'xs' | 'sm'; leave: () => void }) {
  const say = useSay()
  const confirm = useConfirm()
  const askAndLeave = async () => {
    const sure = await confirm({
      title: say('groups.leave.title', { name: group.name }),
      body: say(group.privacy === 'open' ? 'groups.leave.open' : 'groups.leave.closed'),
      action: say('groups.leave'),
      danger: true,
    })
    if (sure) leave()
  }
  return (
    <MenuButton
      button={
        <Button
          size={size}
          variant="default"
          leftSection={<IconCheck size={16} />}
          rightSection={<IconChevronDown size={14} />}
        >
          {say(`groups.role.${group.standing}`)}
        </Button>
      }
      width={200}
      entries={[{ label: say('groups.leave'), onClick: askAndLeave, danger: true }]}
    />
  )
}
