import { Modal, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSay } from './words.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly opened?: boolean
  readonly size?: ModalProps['size']
  readonly children: ReactNode
}

/** A dialog with a named way out. The focus goes back to what opened it. */
export function Dialog({ title, onClose, opened = true, size = 'md', children }: DialogProps) {
  const say = useSay()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': say('shell.close') }}
    >
      {children}
    </Modal>
  )
}
