import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Change } from '../../../contract/api/oversight.ts'
import { foreseen } from '../../data/oversight.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Refused } from '../../ui/refused.tsx'
import { useSay } from '../../ui/words.tsx'
import { EndFields, GroupFields, PermissionFields } from './change-fields.tsx'
import { Effect } from './effect.tsx'
import { Makings } from './under-way.tsx'
import type { AskedChange } from './use-asked.ts'
import { useMake } from './use-make.ts'

interface DialogProps {
  readonly asked: AskedChange
  readonly close: () => void
  readonly done: () => void
}

/** One change of one or many: what it needs to know, what it would do, and the button that says so. Afterwards one undo. */
export function ChangeDialog({ asked, close, done }: DialogProps) {
  const say = useSay()
  const { kind, keys } = asked
  const [change, setChange] = useState<Change | undefined>(() => complete(asked))
  const make = useMake()
  // It goes on: who leaves is done here.
  const leave = make.isPending ? done : close
  return (
    <Dialog title={say(`oversight.change.${kind}`, { count: keys.length })} size="lg" onClose={leave}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {say(`oversight.change.${kind}.means`)}
        </Text>
        {kind === 'take' && <PermissionFields onChange={setChange} />}
        {kind === 'groups' && <GroupFields onChange={setChange} />}
        {kind === 'end' && <EndFields of={asked.of} onChange={setChange} />}
        {change ? (
          <Foreseen asked={asked} change={change} make={make} close={leave} done={done} />
        ) : (
          <Text size="sm">{say('oversight.change.choose')}</Text>
        )}
      </Stack>
    </Dialog>
  )
}

const complete = ({ kind }: AskedChange): Change | undefined =>
  kind === 'trim' || kind === 'disable' || kind === 'enable' ? { kind } : undefined

interface ForeseenProps extends DialogProps {
  readonly change: Change
  readonly make: ReturnType<typeof useMake>
}

function Foreseen({ asked, change, make, close, done }: ForeseenProps) {
  const say = useSay()
  const effect = useQuery(foreseen(asked.keys, change))
  if (effect.isError) return <Refused error={effect.error} again={() => effect.refetch()} />
  if (!effect.data) return <Skeleton height={90} role="status" aria-label={say('shell.loading')} />
  const { count, items } = effect.data
  const moved = items.filter(item => item.skipped === null)
  const save = () =>
    make.mutate(
      { items: moved, change },
      { onSuccess: made => (made.problem === undefined ? done() : void effect.refetch()) },
    )
  return (
    <>
      <Effect effect={effect.data} />
      {make.isPending && <Makings />}
      {make.data?.problem !== undefined && (
        <Alert color="orange" role="alert">
          {say('oversight.changed.partly', { count: make.data.changed, left: make.data.left })}
        </Alert>
      )}
      {make.isError && <Refused error={make.error} again={() => void effect.refetch().then(() => make.reset())} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close}>
          {say(make.isPending ? 'shell.close' : 'shell.cancel')}
        </Button>
        <Button
          color={change.kind === 'disable' ? 'red' : undefined}
          disabled={count === 0 || effect.isPlaceholderData}
          loading={make.isPending}
          onClick={save}
        >
          {say(`oversight.change.${change.kind}.do`, { count })}
        </Button>
      </Group>
    </>
  )
}
