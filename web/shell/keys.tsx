import { Group, Kbd, Modal, Stack, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { useSay } from '../ui/words.tsx'

const Context = createContext<{ open: () => void }>({ open: () => undefined })
export const useKeysDialog = () => useContext(Context)

const keys = [
  { key: '/', does: 'shell.keys.search' },
  { key: 'c', does: 'shell.keys.compose' },
  { key: 'j', does: 'shell.keys.next' },
  { key: 'k', does: 'shell.keys.previous' },
  { key: 'Enter', does: 'shell.keys.open' },
  { key: 'Ctrl + Enter', does: 'shell.keys.send' },
  { key: 'Esc', does: 'shell.keys.close' },
  { key: '?', does: 'shell.keys.help' },
]

/** The list of keys, which `?` opens from anywhere. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const say = useSay()
  const [opened, setOpened] = useState(false)
  useHotkeys([
    ['shift+?', () => setOpened(true), { preventDefault: true }],
    ['?', () => setOpened(true)],
  ])
  const reach = useMemo(() => ({ open: () => setOpened(true) }), [])
  return (
    <Context value={reach}>
      {children}
      <Modal opened={opened} onClose={() => setOpened(false)} title={say('shell.keys.title')} size="sm">
        <Stack gap="xs">
          {keys.map(({ key, does }) => (
            <Group key={key} justify="space-between" wrap="nowrap">
              <Text size="sm">{say(does)}</Text>
              <Kbd>{key}</Kbd>
            </Group>
          ))}
        </Stack>
      </Modal>
    </Context>
  )
}
