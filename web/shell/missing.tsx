import { Button } from '@mantine/core'
import { IconCompassOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/list-faces.tsx'
import { useTitle } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'

/** An address nothing lives at. */
export function Missing() {
  const say = useSay()
  useTitle(say('shell.missing.title'))
  return (
    <main>
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
    </main>
  )
}
