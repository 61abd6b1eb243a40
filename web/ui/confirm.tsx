import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import type { Question } from './confirm-dialog.tsx'
import { later } from './later.tsx'

const ConfirmDialog = later(async () => (await import('./confirm-dialog.tsx')).ConfirmDialog)

type Confirm = (question: Question) => Promise<boolean>
const Context = createContext<Confirm | undefined>(undefined)

/** `const confirm = useConfirm(); if (await confirm({ title, body, action, danger: true })) …` */
export function useConfirm(): Confirm {
  const confirm = useContext(Context)
  if (!confirm) throw new Error('a screen stands inside ConfirmProvider')
  return confirm
}

/** One dialog for all questions; the focus goes back to where it was. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<{ question: Question; answer: (yes: boolean) => void }>()
  const [opened, setOpened] = useState(false)
  const confirm = useCallback<Confirm>(
    question =>
      new Promise(answer => {
        setAsked({ question, answer })
        setOpened(true)
      }),
    [],
  )
  const settle = (yes: boolean) => {
    asked?.answer(yes)
    setOpened(false)
  }
  return (
    <Context value={confirm}>
      {children}
      {asked && <ConfirmDialog question={asked.question} opened={opened} settle={settle} />}
    </Context>
  )
}
