import '@mantine/notifications/styles.css'
import { Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { type NotificationData, Notifications, notifications } from '@mantine/notifications'

/** What the toast that came last takes back, as long as it stands. */
let lastUndo: (() => void) | undefined

/** The corner where toasts stand; toast.tsx fills it. `z` takes back what the last one told of. */
export function ToastShelf() {
  useHotkeys([['z', () => lastUndo?.()]])
  return <Notifications position="bottom-left" limit={4} />
}

export function shelve(data: NotificationData, undo?: { readonly label: string; readonly run: () => void }): void {
  const id = crypto.randomUUID?.() ?? String(Math.random())
  const takeBack = () => {
    forget()
    notifications.hide(id)
    undo?.run()
  }
  const forget = () => {
    if (lastUndo === takeBack) lastUndo = undefined
  }
  if (undo) lastUndo = takeBack
  const message = undo && (
    <Group justify="space-between" wrap="nowrap" gap="md">
      <Text size="sm">{data.message}</Text>
      <Button size="compact-sm" variant="light" flex="none" onClick={takeBack} aria-keyshortcuts="z">
        {undo.label}
      </Button>
    </Group>
  )
  notifications.show({ ...data, id, onClose: forget, withBorder: true, ...(message && { message }) })
}
