import { Button } from '@mantine/core'
import { IconCompassOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { RefusalError } from '../data/call.ts'
import { Empty } from './list-faces.tsx'
import { Page } from './page.tsx'
import { Refused } from './refused.tsx'
import { useSay } from './words.tsx'

/** The refused face of a whole screen. What is hidden looks exactly like what is missing. */
export function ScreenRefused({ error, again }: { error: unknown; again: () => void }) {
  const say = useSay()
  if (error instanceof RefusalError && error.code === 'not_found') return <Missing />
  return (
    <Page title={say('shell.refused.title')}>
      <Refused error={error} again={again} />
    </Page>
  )
}

/** Nothing lives at this address, for this reader. */
export function Missing() {
  const say = useSay()
  return (
    <Page title={say('shell.missing.title')} bare>
      <Empty
        whole
        title={say('shell.missing.title')}
        icon={<IconCompassOff size={36} stroke={1.5} />}
        action={
          <Button component={Link} to="/" variant="default">
            {say('shell.to_home')}
          </Button>
        }
      >
        {say('shell.missing.body')}
      </Empty>
    </Page>
  )
}
