import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** Says that something was done. With `undo`, for ten seconds, it can be taken back. */
export function toast(message: string, undo?: { label: string; run: () => void }): void {
  const id = `toast-${Math.random()}`
  const takeBack = () => {
    notifications.hide(id)
    undo?.run()
  }
  notifications.show({
    id,
    autoClose: undo ? 10_000 : 4_000,
    withBorder: true,
    message: (
      <Group justify="space-between" wrap="nowrap" gap="md">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button size="compact-sm" variant="light" onClick={takeBack}>
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  })
}

/** Says that something was refused. */
export function toastRefused(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 8_000, withBorder: true, role: 'alert' })
}
