import { Text, VisuallyHidden } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Notification } from '../../contract/api/notifications.ts'
import { useMarkRead } from '../data/notifications.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { Time } from '../ui/time.tsx'
import { Sentence, useSay } from '../ui/words.tsx'
import classes from './notifications.module.css'

/** One notification: opening it reads it. */
export function NotificationRow({ notification, onOpen }: { notification: Notification; onOpen?: () => void }) {
  const say = useSay()
  const read = useMarkRead()
  const { id, kind, actor, groupName, values, href } = notification
  const open = () => {
    if (!notification.read) read.mutate([id])
    onOpen?.()
  }
  return (
    <li>
      <Link to={href} className={classes.row} data-unread={!notification.read} onClick={open}>
        {actor ? <Face member={actor} size={36} /> : <IconPlugConnectedX size={28} aria-hidden="true" />}
        <span className={classes.rowText}>
          {!notification.read && <VisuallyHidden>{say('notifications.unread')} </VisuallyHidden>}
          <Sentence
            of={`notifications.said.${kind}`}
            values={{ ...values, actor: <Who actor={actor} />, group: <strong>{groupName}</strong> }}
          />
          <Text size="xs" c="dimmed" component="span" display="block">
            <Time at={notification.createdAt} />
          </Text>
        </span>
        {!notification.read && <span className={classes.dot} aria-hidden="true" />}
      </Link>
    </li>
  )
}

/** Who did it, and whether it was a machine. */
function Who({ actor }: { actor: Notification['actor'] }) {
  return (
    <>
      <strong>{actor?.name}</strong>
      {actor?.kind === 'bot' && (
        <>
          {' '}
          <BotMark member={actor} />
        </>
      )}
    </>
  )
}
