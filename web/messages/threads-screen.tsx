import { Badge, Group, Stack, Text } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Thread } from '../../contract/api/threads.ts'
import { myThreads } from '../data/threads.ts'
import { Face } from '../ui/avatar.tsx'
import { Empty, PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './messages.module.css'
import { titleOf } from './title-of.ts'

/** Threads that bots of integrations began with the reader. */
export function ThreadsScreen() {
  const say = useSay()
  const threads = useInfiniteQuery(myThreads)
  return (
    <Page title={say('messages.title')} intro={say('messages.intro')}>
      <div className="card">
        <PageFaces
          query={threads}
          loading={<SkeletonLines count={5} height={56} />}
          empty={
            <Empty title={say('messages.none')} icon={<IconMessages size={36} stroke={1.4} />}>
              {say('messages.none.body')}
            </Empty>
          }
        >
          {items => (
            <ul className={classes.threads}>
              {items.map(thread => (
                <Row key={thread.id} thread={thread} />
              ))}
            </ul>
          )}
        </PageFaces>
      </div>
    </Page>
  )
}

function Row({ thread }: { thread: Thread }) {
  const say = useSay()
  const [first] = thread.members
  return (
    <li>
      <Link to={`/messages/${thread.id}`} className={classes.thread}>
        {first && <Face member={first} />}
        <Stack gap={0} style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs" wrap="nowrap" justify="space-between">
            <Text fw={thread.unread ? 700 : 500} truncate>
              {titleOf(thread)}
            </Text>
            <Time at={thread.at} />
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {thread.snippet}
          </Text>
        </Stack>
        {thread.unread && <Badge size="xs">{say('messages.unread')}</Badge>}
      </Link>
    </li>
  )
}
