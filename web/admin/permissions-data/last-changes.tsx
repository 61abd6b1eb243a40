import { Button, Group, Stack, Text, Title } from '@mantine/core'
import type { MadeChange } from '../../../contract/api/oversight.ts'
import { useUndoing } from '../../data/oversight.ts'
import { Time } from '../../ui/time.tsx'
import { useSay } from '../../ui/words.tsx'
import { useUndo } from './use-undo.ts'

/** What was changed last from here, and by whom; each can be taken back while nobody changed anything since. */
export function LastChanges({ changes }: { changes: readonly MadeChange[] }) {
  const say = useSay()
  const undo = useUndo()
  const undoing = useUndoing()
  if (changes.length === 0) return null
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {say('oversight.changes')}
      </Title>
      {changes.map(change => (
        <Group key={change.id} justify="space-between" gap="sm" wrap="nowrap">
          <Text size="sm">
            {say(`oversight.changes.${change.kind}`)}
            {change.count > 1 && ` (${say('oversight.changes.with', { count: change.count - 1 })})`}
            <Text span size="xs" c="dimmed">
              {' · '}
              {change.by.name} · <Time at={change.at} />
              {change.undo === 'undone' && ` · ${say('oversight.changes.undone')}`}
            </Text>
          </Text>
          {change.undo === 'yes' && (
            <Button
              size="compact-xs"
              variant="default"
              loading={undoing.includes(change.id)}
              onClick={() => undo.mutate(change.id)}
            >
              {say('people.undo')}
            </Button>
          )}
        </Group>
      ))}
    </Stack>
  )
}
