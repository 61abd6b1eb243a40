import { Button, FocusTrap, Group, Paper, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { useMe } from '../data/me.ts'
import { myNotifications, useMarkRead } from '../data/notifications.ts'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { NotificationRow } from './notification-row.tsx'
import classes from './notifications.module.css'

interface PanelProps {
  readonly bell: RefObject<HTMLButtonElement | null>
  readonly close: () => void
}

/** What the bell shows. It closes with Escape or a press elsewhere, and gives the focus back to the bell. */
export function BellPanel({ bell, close }: PanelProps) {
  const say = useSay()
  const panel = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const pressed = ({ target }: PointerEvent) => {
      if (target instanceof Node && !panel.current?.contains(target) && !bell.current?.contains(target)) close()
    }
    document.addEventListener('pointerdown', pressed)
    return () => document.removeEventListener('pointerdown', pressed)
  }, [bell, close])
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    close()
    bell.current?.focus()
  }
  return (
    <FocusTrap active>
      <Paper
        ref={panel}
        role="dialog"
        aria-label={say('notifications.title')}
        className={classes.dropdown}
        shadow="lg"
        withBorder
        p="xs"
        onKeyDown={press}
      >
        <Newest close={close} />
      </Paper>
    </FocusTrap>
  )
}

function Newest({ close }: { close: () => void }) {
  const say = useSay()
  const { unread } = useMe()
  const notifications = useInfiniteQuery(myNotifications)
  const read = useMarkRead()
  return (
    <>
      <Group justify="space-between" px="xs" mb={4}>
        <Text fw={650}>{say('notifications.title')}</Text>
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={!unread}
          loading={read.isPending}
          onClick={() => read.mutate(undefined)}
        >
          {say('notifications.read_all')}
        </Button>
      </Group>
      <PageFaces
        query={notifications}
        loading={<SkeletonLines count={4} height={52} />}
        empty={<Empty title={say('notifications.none')}>{say('notifications.none.body')}</Empty>}
      >
        {items => (
          <ul className={classes.rows}>
            {items.map(notification => (
              <NotificationRow key={notification.id} notification={notification} onOpen={close} />
            ))}
          </ul>
        )}
      </PageFaces>
      <Button component={Link} to="/notifications" variant="subtle" size="xs" fullWidth mt={4} onClick={close}>
        {say('notifications.all')}
      </Button>
    </>
  )
}
