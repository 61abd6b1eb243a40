import { Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useSay } from './words.tsx'

interface DialogProps {
  readonly title: string
  /** Absent where the dialog itself says when it may be left. */
  readonly onClose?: () => void
  readonly opened?: boolean
  readonly size?: ModalProps['size']
  readonly children: ReactNode
}

/** A dialog with a named way out. The focus goes back to what opened it, also when the dialog is simply taken away. */
export function Dialog({ title, onClose, opened = true, size = 'md', children }: DialogProps) {
  const say = useSay()
  useFocusBack(opened)
  return (
    <Modal
      opened={opened}
      onClose={onClose ?? stay}
      withCloseButton={onClose !== undefined}
      title={title}
      size={size}
      returnFocus={false}
      closeButtonProps={{ 'aria-label': say('shell.close') }}
    >
      {children}
    </Modal>
  )
}

/** Neither Escape nor a click beside it. */
const stay = (): void => undefined

/** For what stands over the page in another form, too. */
export function useFocusBack(opened: boolean): void {
  const opener = useRef<HTMLElement | null>(null)
  // Asked while drawing: once the dialog stands, the focus is in it already.
  if (opened) opener.current ??= openerOf(document.activeElement)
  useEffect(() => {
    if (!opened) return
    return () => {
      const back = opener.current
      opener.current = null
      if (back?.isConnected) back.focus({ preventScroll: true })
    }
  }, [opened])
}

/** An entry of a menu goes with its menu: the button of the menu stays. */
function openerOf(element: Element | null): HTMLElement | null {
  const button = element?.closest('[role=menu]')?.getAttribute('aria-labelledby')
  const opener = button ? document.getElementById(button) : element
  return opener instanceof HTMLElement ? opener : null
}
