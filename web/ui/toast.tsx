import type { NotificationData } from '@mantine/notifications'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useSay } from './words.tsx'

/** The shelf is read with the first toast: most visits begin without one. */
const readShelf = () => import('./toast-shelf.tsx')
const Shelf = lazy(async () => ({ default: (await readShelf()).ToastShelf }))

interface Undo {
  readonly label: string
  readonly run: () => void
}

let needed = false
/** Toasts are shown from outside the tree of elements, where no sentence can be asked for: Toasts lends this one. */
let closing = ''
const waiting = new Set<() => void>()

function subscribe(changed: () => void): () => void {
  waiting.add(changed)
  return () => waiting.delete(changed)
}

/** Where toasts appear; one stands in main.tsx. */
export function Toasts() {
  closing = useSay()('shell.close')
  const shown = useSyncExternalStore(subscribe, () => needed)
  return shown ? (
    <Suspense>
      <Shelf />
    </Suspense>
  ) : null
}

/** Says that something was done. With `undo`, for ten seconds, it can be taken back. */
export function toast(message: string, undo?: Undo): void {
  void show({ message, autoClose: undo ? 10_000 : 4_000 }, undo)
}

/** Says that something was refused. */
export function toastRefused(message: string): void {
  void show({ message, color: 'red', autoClose: 8_000, role: 'alert' })
}

async function show(data: NotificationData, undo?: Undo): Promise<void> {
  needed = true
  for (const tell of waiting) tell()
  const { shelve } = await readShelf()
  shelve({ ...data, closeButtonProps: { 'aria-label': closing } }, undo)
}
