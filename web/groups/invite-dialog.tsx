import { Button, Checkbox, Group as Row, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberRef } from '../../contract/api/basics.ts'
import type { Group } from '../../contract/api/groups.ts'
import { useMembership } from '../data/groups.ts'
import { membersLike } from '../data/members.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ListFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './groups.module.css'

/** Invites people of the community, found by name. */
export function InviteDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const say = useSay()
  const [chosen, setChosen] = useState<readonly MemberRef[]>([])
  const { invite } = useMembership(group.id)
  const send = () =>
    invite.mutate(
      chosen.map(member => member.id),
      {
        onSuccess: () => {
          toast(say('groups.invited', { count: chosen.length }))
          onClose()
        },
      },
    )
  return (
    <Dialog title={say('groups.invite.title', { name: group.name })} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {say('groups.invite.body')}
        </Text>
        <PeopleChoice chosen={chosen} onChange={setChosen} />
        <Row justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button disabled={!chosen.length} loading={invite.isPending} onClick={send}>
            {say('groups.invite.send', { count: chosen.length })}
          </Button>
        </Row>
      </Stack>
    </Dialog>
  )
}

interface ChoiceProps {
  readonly chosen: readonly MemberRef[]
  readonly onChange: (chosen: readonly MemberRef[]) => void
}

/** Whoever was chosen stays in sight, whatever is searched next. */
function PeopleChoice({ chosen, onChange }: ChoiceProps) {
  const say = useSay()
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), 150)
  const people = useQuery({ ...membersLike(search), placeholderData: keepPreviousData })
  const isChosen = (member: MemberRef) => chosen.some(one => one.id === member.id)
  const toggle = (member: MemberRef) =>
    onChange(isChosen(member) ? chosen.filter(one => one.id !== member.id) : [...chosen, member])
  return (
    <Stack gap="xs">
      <TextInput
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        aria-label={say('groups.invite.people')}
        placeholder={say('groups.invite.people')}
        leftSection={<IconSearch size={16} />}
        data-autofocus
      />
      <ListFaces
        query={people}
        of={({ items }) => [...chosen, ...items.filter(member => member.kind === 'person' && !isChosen(member))]}
        loading={<SkeletonLines count={4} height={36} />}
        empty={
          <Text size="sm" c="dimmed">
            {say('groups.invite.none')}
          </Text>
        }
      >
        {members => (
          <ul className={`${classes.rows} ${classes.choice}`}>
            {members.map(member => (
              <li key={member.id}>
                <Checkbox
                  checked={isChosen(member)}
                  onChange={() => toggle(member)}
                  label={member.name}
                  description={member.title}
                />
              </li>
            ))}
          </ul>
        )}
      </ListFaces>
    </Stack>
  )
}
