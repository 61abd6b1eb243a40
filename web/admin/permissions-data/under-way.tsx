import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ChangeUnderWay } from '../../../contract/api/oversight.ts'
import { changesUnderWay, type Making, useMaking, useUndoing } from '../../data/oversight.ts'
import { useSay } from '../../ui/words.tsx'
import { useUndo } from './use-undo.ts'

/** Changes of many that go on from this window: how far each is. */
export function Makings() {
  return useMaking().map(one => <Made key={one.begun} making={one} />)
}

function Made({ making: { kind, total, done } }: { making: Making }) {
  const say = useSay()
  return (
    <Alert color="blue" title={say('oversight.making', { what: say(`oversight.changes.${kind}`) })}>
      <Stack gap="xs">
        <Progress value={(done / total) * 100} striped animated aria-label={say('oversight.progress')} />
        <Text size="sm" role="status">
          {say('oversight.making.far', { done, total })} {say('oversight.making.here')}
        </Text>
      </Stack>
    </Alert>
  )
}

/** Changes of many that are being taken back: how far it is, and where it stopped, how to go on. */
export function UnderWay() {
  const { data } = useQuery(changesUnderWay)
  const here = useUndoing()
  return data?.items.map(change => <One key={change.id} change={change} here={here.includes(change.id)} />)
}

function One({ change, here }: { change: ChangeUnderWay; here: boolean }) {
  const say = useSay()
  const undo = useUndo()
  const { id, total, left, by } = change
  return (
    <Alert color="blue" title={say('oversight.undoing', { what: say(`oversight.changes.${change.kind}`) })}>
      <Stack gap="xs">
        <Progress
          value={((total - left) / total) * 100}
          striped={here}
          animated={here}
          aria-label={say('oversight.undoing.progress')}
        />
        <Group justify="space-between" gap="sm">
          <Text size="sm" role="status" style={{ flex: '1 1 16rem' }}>
            {say('oversight.undoing.far', { done: total - left, total })}{' '}
            {here ? say('oversight.undoing.here') : say('oversight.undoing.elsewhere', { name: by.name })}
          </Text>
          {!here && (
            <Button size="compact-sm" variant="default" onClick={() => undo.mutate(id)}>
              {say('oversight.undoing.go_on')}
            </Button>
          )}
        </Group>
      </Stack>
    </Alert>
  )
}
