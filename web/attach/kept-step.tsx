import { Button, Group, Stack, Text } from '@mantine/core'
import { Dialog } from '../ui/dialog.tsx'
import { useSay } from '../ui/words.tsx'

interface KeptProps {
  readonly name: string
  /** How its link stands, in words. */
  readonly now: string
  readonly go: () => void
  readonly onClose: () => void
}

/** It had a link all along, which opens to others than was chosen: whoever posts it knows before it is posted. */
export function KeptStep({ name, now, go, onClose }: KeptProps) {
  const say = useSay()
  return (
    <Dialog title={say('attach.kept.title', { name })} onClose={onClose} size="lg">
      <Stack gap="sm">
        <Text size="sm">{say('attach.there', { name, now })}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say('shell.cancel')}
          </Button>
          <Button onClick={go}>{say('attach.kept.go')}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
