import '@mantine/notifications/styles.css'
import { Button, Group, Text } from '@mantine/core'
import { type NotificationData, Notifications, notifications } from '@mantine/notifications'

/** The corner where toasts stand; toast.tsx fills it. */
export function ToastShelf() {
  return <Notifications position="bottom-left" limit={4} />
}

export function shelve(data: NotificationData, undo?: { readonly label: string; readonly run: () => void }): void {
  const id = crypto.randomUUID?.() ?? String(Math.random())
  const takeBack = () => {
    notifications.hide(id)
    undo?.run()
  }
  const message = undo && (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text size="sm">{data.message}</Text>
      <Button size="compact-sm" variant="light" flex="none" onClick={takeBack}>
        {undo.label}
      </Button>
    </Group>
  )
  notifications.show({ ...data, id, withBorder: true, ...(message && { message }) })
}
