import { ActionIcon, Button, Group, Popover, Text } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMe } from '../data/me.ts'
import { myNotifications, useMarkRead } from '../data/notifications.ts'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { useSay } from '../ui/words.tsx'
import { NotificationRow } from './notification-row.tsx'
import classes from './notifications.module.css'

/** The bell of the frame: how many are unread, and the newest of them. */
export function Bell() {
  const say = useSay()
  const { unread } = useMe()
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={380}
      shadow="lg"
      radius="lg"
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <ActionIcon
          size="lg"
          className={classes.bell}
          aria-label={say('notifications.bell', { count: unread })}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={20} stroke={1.7} />
          {unread > 0 && (
            <span className={classes.unread} aria-hidden="true">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p="xs" className={classes.dropdown} aria-label={say('notifications.title')}>
        {opened && <Newest close={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
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
