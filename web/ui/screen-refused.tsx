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
  const missing = error instanceof RefusalError && error.code === 'not_found'
  return (
    <Page title={say(missing ? 'shell.missing.title' : 'shell.refused.title')} bare={missing}>
      {missing ? (
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
      ) : (
        <Refused error={error} again={again} />
      )}
    </Page>
  )
}
