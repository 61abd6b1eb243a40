import { Anchor, Button, Group, Paper, Stack, Text } from '@mantine/core'
import type { ThreadButton, ThreadMessage } from '../../contract/api/threads.ts'
import { useAnswerThread } from '../data/threads.ts'
import { Face } from '../ui/avatar.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './messages.module.css'

interface MessageItemProps {
  readonly threadId: string
  readonly message: ThreadMessage
}

/** What was written, and what can be answered to it. */
export function MessageItem({ threadId, message }: MessageItemProps) {
  const say = useSay()
  if (message.notice)
    return (
      <li>
        <Text size="sm" c="dimmed" ta="center">
          {say(`chat.notice.${message.text}`)}
        </Text>
      </li>
    )
  return (
    <li className={classes.message}>
      <Face member={message.author} />
      <Stack gap={4} style={{ flex: 1, minWidth: 0 }}>
        <Group gap="xs">
          <Text fw={650} size="sm">
            {message.author.name}
          </Text>
          <Time at={message.createdAt} />
        </Group>
        {message.text && <p className={classes.text}>{message.text}</p>}
        {message.attachment && (
          <Anchor href={message.attachment} target="_blank" rel="noopener noreferrer nofollow" size="sm">
            {say('messages.attachment')}
          </Anchor>
        )}
        {message.cards.map((card, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cards of one message keep their places
          <Paper key={place} withBorder p="sm">
            {card.title && <Text fw={650}>{card.title}</Text>}
            {card.text && <p className={classes.text}>{card.text}</p>}
            <Buttons threadId={threadId} messageId={message.id} buttons={card.buttons} />
          </Paper>
        ))}
        <Buttons threadId={threadId} messageId={message.id} buttons={message.answers} />
      </Stack>
    </li>
  )
}

interface ButtonsProps {
  readonly threadId: string
  readonly messageId: string
  readonly buttons: readonly ThreadButton[]
}

function Buttons({ threadId, messageId, buttons }: ButtonsProps) {
  const answer = useAnswerThread(threadId)
  if (buttons.length === 0) return null
  return (
    <Group gap="xs" mt={6}>
      {buttons.map(({ kind, title, value }) =>
        kind === 'answer' ? (
          <Button
            key={`${title} ${value}`}
            size="xs"
            variant="default"
            loading={answer.isPending}
            onClick={() => answer.mutate({ messageId, answer: value })}
          >
            {title}
          </Button>
        ) : (
          <Button
            key={`${title} ${value}`}
            size="xs"
            variant="default"
            component="a"
            href={kind === 'call' ? `tel:${value.replace(/[^+\d]/g, '')}` : value}
            {...(kind === 'link' && { target: '_blank', rel: 'noopener noreferrer nofollow' })}
          >
            {title}
          </Button>
        ),
      )}
    </Group>
  )
}
