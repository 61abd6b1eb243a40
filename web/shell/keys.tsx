import { useWindowEvent } from '@mantine/hooks'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { later } from '../ui/later.tsx'

const KeysDialog = later(async () => (await import('./keys-dialog.tsx')).KeysDialog)

const Context = createContext<{ open: () => void }>({ open: () => undefined })
export const useKeysDialog = () => useContext(Context)

/** The list of keys, which `?` opens from anywhere. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false)
  const open = useCallback(() => setOpened(true), [])
  const reach = useMemo(() => ({ open }), [open])
  // Where the question mark is on the keyboard differs; what was typed does not.
  useWindowEvent('keydown', event => {
    if (event.key === '?' && !isTyping(event.target)) open()
  })
  return (
    <Context value={reach}>
      {children}
      {opened && <KeysDialog onClose={() => setOpened(false)} />}
    </Context>
  )
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
