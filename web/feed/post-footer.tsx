import { Button, UnstyledButton } from '@mantine/core'
import { IconEye, IconMessageCircle } from '@tabler/icons-react'
import { useState } from 'react'
import type { Post } from '../../contract/api/posts.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import classes from './feed.module.css'
import { ReactionButton } from './reaction-button.tsx'
import { ReactionCounts } from './reaction-counts.tsx'

const SeenDialog = later(async () => (await import('./seen-dialog.tsx')).SeenDialog)

interface FooterProps {
  readonly post: Post
  readonly commenting: boolean
  readonly comment: () => void
}

/** What one may do about a post, and what others made of it: one line, so nothing jumps when the first reaction comes. */
export function PostFooter({ post, commenting, comment }: FooterProps) {
  const say = useSay()
  const { commentCount } = post
  return (
    <div className={classes.actions}>
      <ReactionButton subject={post} />
      {post.may.comment && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconMessageCircle size={18} stroke={1.9} />}
          aria-expanded={commenting}
          onClick={comment}
        >
          {say('feed.comment')}
        </Button>
      )}
      <div className={classes.counts}>
        <ReactionCounts subjectId={post.id} reactions={post.reactions} />
        {commentCount > 0 && (
          <UnstyledButton className={classes.count} onClick={comment}>
            {say('feed.comments.count', { count: commentCount })}
          </UnstyledButton>
        )}
        <SeenCount post={post} />
      </div>
    </div>
  )
}

function SeenCount({ post }: { post: Post }) {
  const say = useSay()
  const [opened, setOpened] = useState(false)
  if (!post.seenCount) return null
  return (
    <>
      <UnstyledButton className={classes.count} onClick={() => setOpened(true)}>
        <IconEye size={15} aria-hidden="true" />
        {say('feed.seen.count', { count: post.seenCount })}
      </UnstyledButton>
      {opened && <SeenDialog postId={post.id} onClose={() => setOpened(false)} />}
    </>
  )
}
