import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { cannotOpen, useThing } from '../data/attaching.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SkeletonLines } from '../ui/list-faces.tsx'
import { Refused } from '../ui/refused.tsx'
import { toast } from '../ui/toast.tsx'
import { useSay } from '../ui/words.tsx'
import { MemberChoice } from './share-step.tsx'

interface DialogProps {
  readonly subjectId: string
  readonly place: number
  readonly title: string
  readonly onClose: () => void
}

/** Asks the service who of the group cannot open the thing, and lets them in where the reader may. */
export function CannotOpenDialog({ subjectId, place, title, onClose }: DialogProps) {
  const say = useSay()
  const found = useQuery(cannotOpen(subjectId, place))
  const { give } = useThing(subjectId, place)
  const [left, setLeft] = useState<readonly string[]>([])
  const members = found.data?.members
  const unknown = found.data?.unknown ?? 0
  const chosen = (members ?? []).map(member => member.id).filter(id => !left.includes(id))
  const done = () => {
    toast(say('attach.given', { count: chosen.length }))
    onClose()
  }
  return (
    <Dialog title={say('attach.who', { name: title })} onClose={onClose}>
      <Stack gap="sm">
        {found.isPending && <SkeletonLines count={3} />}
        {found.isError && <Refused error={found.error} again={() => found.refetch()} />}
        {members === null && <Text size="sm">{say('attach.unknown')}</Text>}
        {members?.length === 0 && unknown === 0 && <Text size="sm">{say('attach.everyone')}</Text>}
        {members && members.length > 0 && (
          <MemberChoice
            members={members}
            chosen={chosen}
            onChange={next => setLeft(members.map(member => member.id).filter(id => !next.includes(id)))}
            fixed={!found.data?.mayGive}
          />
        )}
        {unknown > 0 && <Text size="sm">{say('attach.unknown_of', { count: unknown })}</Text>}
        {give.isError && <Refused error={give.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('shell.close')}
          </Button>
          {found.data?.mayGive && (
            <Button
              disabled={chosen.length === 0}
              loading={give.isPending}
              onClick={() => give.mutate(chosen, { onSuccess: done })}
            >
              {say('attach.give', { count: chosen.length })}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}
