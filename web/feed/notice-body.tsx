import { Anchor, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Post } from '../../contract/api/posts.ts'
import type { ReadNotice } from '../../contract/api/previews.ts'
import { noticeOf } from '../data/previews.ts'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { Facts } from './facts.tsx'
import { PreviewCard } from './preview-card.tsx'
import classes from './previews.module.css'

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
      {notice && <Entries notice={notice} />}
      {notice && !notice.sentence && (
        <PreviewCard
          preview={notice.preview}
          url=""
          subjectId={post.id}
          groupId={post.group.id}
          place={0}
          mayHide={false}
        />
      )}
    </Stack>
  )
}

/** What else happened to the same thing today, newest first; folded, because the first line says what it is about. */
function Entries({ notice }: { notice: ReadNotice }) {
  const say = useSay()
  const count = notice.entries.length + notice.hidden
  if (count === 0) return null
  return (
    <details className={classes.entries}>
      <summary>{say('previews.notice.more', { count })}</summary>
      <ol reversed>
        {notice.entries.map(entry => (
          <li key={`${entry.at} ${entry.sentence}`}>
            <Text size="sm" component="span">
              {entry.sentence}
            </Text>{' '}
            <Text size="xs" c="dimmed" component="span">
              <Time at={entry.at} />
            </Text>
            <Facts facts={entry.facts} />
          </li>
        ))}
      </ol>
      {notice.hidden > 0 && (
        <Text size="xs" c="dimmed">
          {say('previews.notice.hidden', { count: notice.hidden })}
        </Text>
      )}
    </details>
  )
}
