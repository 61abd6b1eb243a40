import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RequestComment } from '../../contract/api/requests.ts'
import { commentsOf, useRequest } from '../data/requests.ts'
import { Face } from '../ui/avatar.tsx'
import { PageFaces, SkeletonLines } from '../ui/list-faces.tsx'
import { Refused } from '../ui/refused.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'

interface ConversationProps {
  readonly requestId: string
  readonly mayWrite: boolean
  /** The reader decides: what they write is a question to everybody who asked. */
  readonly decides: boolean
}

/** What is said about a request between those who asked and those who decide. */
export function Conversation({ requestId, mayWrite, decides }: ConversationProps) {
  const say = useSay()
  const said = useInfiniteQuery(commentsOf(requestId))
  const { comment } = useRequest(requestId)
  const [text, setText] = useState('')
  const send = () => comment.mutate(text, { onSuccess: () => setText('') })
  return (
    <Stack gap="sm">
      <PageFaces query={said} loading={<SkeletonLines count={1} height={40} />} empty={null}>
        {items => (
          <>
            <Title order={3} size="h5">
              {say('requests.talk')}
            </Title>
            <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
              {[...items].reverse().map(one => (
                <Said key={one.id} one={one} />
              ))}
            </Stack>
          </>
        )}
      </PageFaces>
      {mayWrite && (
        <form
          onSubmit={event => {
            event.preventDefault()
            if (text.trim()) send()
          }}
        >
          <Stack gap="xs" align="stretch">
            <Textarea
              label={say(decides ? 'requests.question' : 'requests.comment')}
              description={decides ? say('requests.question.hint') : undefined}
              value={text}
              onChange={event => setText(event.currentTarget.value)}
              maxLength={1_000}
              autosize
              minRows={1}
              maxRows={6}
            />
            {comment.isError && <Refused error={comment.error} />}
            <Group justify="flex-end">
              <Button type="submit" size="xs" variant="default" loading={comment.isPending} disabled={!text.trim()}>
                {say('requests.comment.send')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  )
}

function Said({ one }: { one: RequestComment }) {
  const say = useSay()
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start">
      <Face member={one.author} size={28} />
      <div style={{ minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
          <Text component="span" fw={600} size="sm">
            {one.author.name}
          </Text>{' '}
          {one.question && (
            <Text component="span" size="sm" c="dimmed">
              {say('requests.talk.question')}{' '}
            </Text>
          )}
          {one.text}
        </Text>
        <Text size="xs" c="dimmed">
          <Time at={one.at} />
        </Text>
      </div>
    </Group>
  )
}
