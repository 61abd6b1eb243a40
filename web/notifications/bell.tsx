import { ActionIcon } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { useMe } from '../data/me.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './notifications.module.css'

const readPanel = () => import('./bell-panel.tsx')
const BellPanel = later(async () => (await readPanel()).BellPanel)

/** The bell of the frame: how many are unread, and the newest of them. */
export function Bell() {
  const say = useSay()
  const { unread } = useMe()
  const bell = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  return (
    <>
      <ActionIcon
        ref={bell}
        size="lg"
        className={classes.bell}
        aria-label={say('notifications.bell', { count: unread })}
        aria-expanded={opened}
        onPointerEnter={() => void readPanel()}
        onClick={() => setOpened(!opened)}
      >
        <IconBell size={20} stroke={1.7} />
        {unread > 0 && (
          <span className={classes.unread} aria-hidden="true">
            {unread > 99 ? '99+' : unread}
          </span>
        )}
      </ActionIcon>
      {opened && <BellPanel bell={bell} close={() => setOpened(false)} />}
    </>
  )
}
