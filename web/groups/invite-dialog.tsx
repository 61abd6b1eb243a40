import { Button, MultiSelect, Group as Row, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Group } from '../../contract/api/groups.ts'
import { useMembership } from '../data/groups.ts'
import { membersLike } from '../data/members.ts'
import { Dialog } from '../ui/dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'

/** Invites people of the community by name. */
export function InviteDialog({ group, onClose }: { group: Group; onClose: () => void }) {
  const say = useSay()
  const [chosen, setChosen] = useState<string[]>([])
  const [names, setNames] = useState<Record<string, string>>({})
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text, 150)
  const people = useQuery({ ...membersLike(search), placeholderData: keepPreviousData })
  const { invite } = useMembership(group.id)

  const found = (people.data?.items ?? []).filter(member => member.kind === 'person')
  const known = { ...names, ...Object.fromEntries(found.map(member => [member.id, member.name])) }
  const options = [...new Set([...chosen, ...found.map(member => member.id)])].map(id => ({
    value: id,
    label: known[id] ?? id,
  }))
  const send = () =>
    invite.mutate(chosen, {
      onSuccess: () => {
        toast(say('groups.invited', { count: chosen.length }))
        onClose()
      },
    })
  return (
    <Dialog title={say('groups.invite.title', { name: group.name })} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {say('groups.invite.body')}
        </Text>
        <MultiSelect
          label={say('groups.invite.people')}
          data={options}
          value={chosen}
          onChange={next => {
            setNames(known)
            setChosen(next)
          }}
          searchValue={text}
          onSearchChange={setText}
          searchable
          hidePickedOptions
          maxValues={100}
          nothingFoundMessage={say('groups.invite.none')}
          filter={({ options: all }) => all}
          data-autofocus
        />
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
