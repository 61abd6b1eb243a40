import { Skeleton, Stack, Text } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { messagesOf, oneThread } from '../data/threads.ts'
import { useAddressPart } from '../ui/address.ts'
import { PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Page } from '../ui/page.tsx'
import { ScreenRefused } from '../ui/screen-refused.tsx'
import { useSay } from '../ui/words.tsx'
import { AnswerBox } from './answer-box.tsx'
import { MessageItem } from './message-item.tsx'
import classes from './messages.module.css'
import { titleOf } from './title-of.ts'

/** One thread, newest at the top, with a place to write back. */
export function ThreadScreen() {
  const say = useSay()
  const threadId = useAddressPart('threadId')
  const thread = useQuery(oneThread(threadId))
  const messages = useInfiniteQuery(messagesOf(threadId))
  if (thread.isError) return <ScreenRefused error={thread.error} again={() => thread.refetch()} />
  if (!thread.data) return <Skeleton height={320} />
  return (
    <Page title={titleOf(thread.data)}>
      <Text size="sm">
        <Link to="/messages" className="quiet-link back-link">
          <IconArrowLeft size={15} aria-hidden="true" />
          {say('messages.title')}
        </Link>
      </Text>
      <Stack gap="md" className="card" p="md">
        <AnswerBox threadId={threadId} />
        <PageFaces query={messages} loading={<SkeletonLines count={4} height={48} />} empty={null}>
          {items => (
            <ol className={classes.messages}>
              {items.map(message => (
                <MessageItem key={message.id} threadId={threadId} message={message} />
              ))}
            </ol>
          )}
        </PageFaces>
      </Stack>
    </Page>
  )
}
