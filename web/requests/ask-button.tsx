import { Button, type ButtonProps } from '@mantine/core'
import { useState } from 'react'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'

const RequestDialog = later(async () => (await import('./request-dialog.tsx')).RequestDialog)

interface AskProps extends Pick<ButtonProps, 'size' | 'variant'> {
  readonly integrationId: string
  readonly name: string
  readonly subjectId?: string
  /** The button's own words, where they are not the usual ones; what it asks for is said to those who do not see it. */
  readonly children?: string
}

/** Opens the request for an integration. */
export function AskButton({ integrationId, name, subjectId, children, ...button }: AskProps) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button {...button} aria-label={children ?? say('requests.ask.label', { name })} onClick={() => setOpen(true)}>
        {children ?? say('requests.ask')}
      </Button>
      {open && (
        <RequestDialog
          integrationId={integrationId}
          name={name}
          {...(subjectId && { subjectId })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
