import { useHotkeys } from '@mantine/hooks'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { later } from '../ui/later.tsx'

const KeysDialog = later(async () => (await import('./keys-dialog.tsx')).KeysDialog)

const Context = createContext<{ open: () => void }>({ open: () => undefined })
export const useKeysDialog = () => useContext(Context)

/** The list of keys, which `?` opens from anywhere. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState(false)
  const reach = useMemo(() => ({ open: () => setOpened(true) }), [])
  useHotkeys([
    ['shift+?', reach.open],
    ['?', reach.open],
  ])
  return (
    <Context value={reach}>
      {children}
      {opened && <KeysDialog onClose={() => setOpened(false)} />}
    </Context>
  )
}
