import { Text, UnstyledButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Comment, Post } from '../../contract/api/posts.ts'
import { useEditComment } from '../data/comments.ts'
import { Face } from '../ui/avatar.tsx'
import { BotMark } from '../ui/bot-mark.tsx'
import { later } from '../ui/later.tsx'
import { Time } from '../ui/time.tsx'
import { useSay } from '../ui/words.tsx'
import { CommentBox } from './comment-box.tsx'
import { CommentMenu } from './comment-menu.tsx'
import { EditedMark } from './edited-mark.tsx'
import classes from './feed.module.css'
import { LinkPreviews } from './link-previews.tsx'
import { PostText } from './post-text.tsx'
import { ReactionButton } from './reaction-button.tsx'
import { ReactionCounts } from './reaction-counts.tsx'
import { TextEditor } from './text-editor.tsx'

const AttachedFiles = later(async () => (await import('../files/attached-files.tsx')).AttachedFiles)

interface ItemProps {
  readonly comment: Comment
  readonly post: Post
  readonly replies?: readonly Comment[]
}

/** A comment, and one level of replies under it. */
export function CommentItem({ comment, post, replies = [] }: ItemProps) {
  const say = useSay()
  const [replying, setReplying] = useState(false)
  const top = comment.parentId === null
  return (
    <li className={classes.comment}>
      <Face member={comment.author} size={top ? 32 : 26} />
      <div className={classes.commentMain}>
        {comment.deleted ? (
          <Text size="sm" c="dimmed" fs="italic" py={6}>
            {say('feed.comment.deleted')}
          </Text>
        ) : (
          <Living comment={comment} post={post} reply={top ? () => setReplying(true) : undefined} />
        )}
        {replies.length > 0 && (
          <ul className={classes.replies} aria-label={say('feed.replies.to', { name: comment.author.name })}>
            {replies.map(reply => (
              <CommentItem key={reply.id} comment={reply} post={post} />
            ))}
          </ul>
        )}
        {replying && <CommentBox post={post} parent={comment} autoFocus done={() => setReplying(false)} />}
      </div>
    </li>
  )
}

function Living({ comment, post, reply }: ItemProps & { reply: (() => void) | undefined }) {
  const say = useSay()
  const [editing, setEditing] = useState(false)
  const edit = useEditComment(comment.id)
  const done = () => setEditing(false)
  if (editing) {
    return (
      <TextEditor
        text={comment.text}
        groupId={post.group.id}
        label={say('feed.comment.edit')}
        saving={edit}
        save={text => edit.mutate(text, { onSuccess: done })}
        cancel={done}
      />
    )
  }
  return (
    <>
      <div className={classes.bubble}>
        <Link to={`/people/${comment.author.id}`} className={`quiet-link ${classes.author}`}>
          {comment.author.name}
        </Link>{' '}
        <BotMark member={comment.author} />
        {comment.text && <PostText text={comment.text} format={comment.format} />}
        {comment.files.length > 0 && <AttachedFiles files={comment.files} compact />}
      </div>
      <LinkPreviews of={comment} groupId={post.group.id} />
      <div className={classes.commentTools}>
        <ReactionButton subject={comment} small />
        {reply && post.may.comment && (
          <UnstyledButton className={classes.count} onClick={reply}>
            {say('feed.reply')}
          </UnstyledButton>
        )}
        <span>
          <Time at={comment.createdAt} />
          {comment.editedAt && <EditedMark subjectId={comment.id} />}
        </span>
        <ReactionCounts subjectId={comment.id} reactions={comment.reactions} />
        <CommentMenu comment={comment} edit={() => setEditing(true)} />
      </div>
    </>
  )
}
