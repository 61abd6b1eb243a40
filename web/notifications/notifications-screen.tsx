import { Button } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '../data/me.ts'
import { myNotifications, useMarkRead } from '../data/notifications.ts'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/words.tsx'
import { NotificationRow } from './notification-row.tsx'
import classes from './notifications.module.css'

/** Everything a person was told. */
export function NotificationsScreen() {
  const say = useSay()
  const { unread } = useMe()
  const notifications = useInfiniteQuery(myNotifications)
  const read = useMarkRead()
  const actions = (
    <>
      {unread > 0 && (
        <Button variant="default" loading={read.isPending} onClick={() => read.mutate(undefined)}>
          {say('notifications.read_all')}
        </Button>
      )}
      <Button variant="subtle" component={Link} to="/account">
        {say('notifications.settings.title')}
      </Button>
    </>
  )
  return (
    <Page title={say('notifications.title')} actions={actions}>
      <div className={`card ${classes.panel}`}>
        <PageFaces
          query={notifications}
          loading={<SkeletonLines count={6} height={52} />}
          empty={
            <Empty title={say('notifications.none')} icon={<IconBell size={36} stroke={1.4} />}>
              {say('notifications.none.body')}
            </Empty>
          }
        >
          {items => (
            <ul className={classes.rows}>
              {items.map(notification => (
                <NotificationRow key={notification.id} notification={notification} />
              ))}
            </ul>
          )}
        </PageFaces>
      </div>
    </Page>
  )
}
