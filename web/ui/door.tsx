import { Paper, Stack, Title } from '@mantine/core'
import type { FormEventHandler, ReactNode } from 'react'
import classes from './door.module.css'
import { Mark } from './mark.tsx'
import { useTitle } from './page.tsx'

interface DoorProps {
  readonly title: string
  readonly onSubmit?: FormEventHandler<HTMLFormElement>
  readonly children: ReactNode
  /** Beside the form, or beneath it on a phone. */
  readonly aside?: ReactNode
}

/** A page for who is not in yet: the mark, one heading, one form. */
export function Door({ title, onSubmit, children, aside }: DoorProps) {
  useTitle(title)
  return (
    <main className={classes.door}>
      <Paper className={classes.card} withBorder p="xl" radius="md">
        <form
          onSubmit={event => {
            event.preventDefault()
            onSubmit?.(event)
          }}
        >
          <Stack gap="md">
            <Mark size={36} />
            <Title order={1}>{title}</Title>
            {children}
          </Stack>
        </form>
      </Paper>
      {aside && <div className={classes.aside}>{aside}</div>}
    </main>
  )
}
