import { Group, Kbd, Stack, Text } from '@mantine/core'
import { Dialog } from '../ui/dialog.tsx'
import { useSay } from '../ui/words.tsx'

const keys = [
  { key: '/', does: 'shell.keys.search' },
  { key: 'c', does: 'shell.keys.compose' },
  { key: 'j', does: 'shell.keys.next' },
  { key: 'k', does: 'shell.keys.previous' },
  { key: 'x', does: 'shell.keys.choose' },
  { key: 'b', does: 'shell.keys.chosen' },
  { key: '.', does: 'shell.keys.menu' },
  { key: 'Enter', does: 'shell.keys.open' },
  { key: 'e', does: 'shell.keys.enable' },
  { key: 'z', does: 'shell.keys.undo' },
  { key: 'Ctrl + Enter', does: 'shell.keys.send' },
  { key: 'Esc', does: 'shell.keys.close' },
  { key: '?', does: 'shell.keys.help' },
]

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const say = useSay()
  return (
    <Dialog title={say('shell.keys.title')} size="sm" onClose={onClose}>
      <Stack gap="xs">
        {keys.map(({ key, does }) => (
          <Group key={key} justify="space-between" wrap="nowrap">
            <Text size="sm">{say(does)}</Text>
            <Kbd>{key}</Kbd>
          </Group>
        ))}
      </Stack>
    </Dialog>
  )
}
