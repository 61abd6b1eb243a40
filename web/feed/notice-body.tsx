import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Post } from '../../contract/api/posts.ts'
import { noticeOf } from '../data/previews.ts'
import { useSay } from '../ui/words.tsx'
import { Facts } from './facts.tsx'
import { PreviewCard } from './preview-card.tsx'

/** What a notice says to this reader: the neutral sentence at once, its values where the service lets this reader see the thing. */
export function NoticeBody({ post }: { post: Post }) {
  const say = useSay()
  const found = useQuery(noticeOf(post.id))
  const notice = found.data
  return (
    <Stack gap="xs">
      <Text>{notice?.sentence ?? post.text}</Text>
      {notice?.sentence && (
        <>
          <Facts facts={notice.facts} />
          <Text size="xs" c="dimmed">
            {say(notice.audience === 'group' ? 'previews.notice.group' : 'previews.notice.checked', {
              source: notice.source.name,
            })}
            {notice.link && (
              <>
                {' · '}
                <Anchor href={notice.link} target="_blank" rel="noreferrer" size="xs">
                  {say('previews.open_in', { source: notice.source.name })}
                </Anchor>
              </>
            )}
          </Text>
        </>
      )}
      {notice && !notice.sentence && (
        <PreviewCard preview={notice.preview} url="" subjectId={post.id} place={0} mayHide={false} />
      )}
    </Stack>
  )
}
