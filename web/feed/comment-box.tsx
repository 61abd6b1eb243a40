import { Button, Group, Stack } from '@mantine/core'
import type { Comment, Post } from '../../contract/api/posts.ts'
import { AttachButton } from '../attach/attach-button.tsx'
import { withAddress } from '../attach/with-address.ts'
import { useCreateComment } from '../data/comments.ts'
import { useMe } from '../data/me.ts'
import { useAttaching, useDrop } from '../files/attaching.ts'
import { BeingAttached } from '../files/being-attached.tsx'
import { FileButton } from '../files/file-button.tsx'
import filesClasses from '../files/files.module.css'
import { Face } from '../ui/avatar.tsx'
import { Refused } from '../ui/refused.tsx'
import { useSay } from '../ui/words.tsx'
import { useDraft } from './draft.ts'
import classes from './feed.module.css'
import { MentionBox } from './mention-box.tsx'
import { toSent } from './mentions.ts'

interface BoxProps {
  readonly post: Post
  /** The comment that is answered; without it, the post. */
  readonly parent?: Comment
  readonly autoFocus: boolean
  readonly done?: () => void
}

/** Where comments and replies are written; drafts survive a reload here too. */
export function CommentBox({ post, parent, autoFocus, done }: BoxProps) {
  const say = useSay()
  const me = useMe()
  const { draft, change, clear } = useDraft(parent ? `comment:${parent.id}` : `post:${post.id}`)
  const create = useCreateComment(post.id, parent?.id)
  const attaching = useAttaching(draft.files, files => change({ files }))
  const { over, place: dropping } = useDrop(attaching.add)
  const something = draft.text.trim() !== '' || attaching.files.length + attaching.sending.length > 0
  const send = () => {
    const text = toSent(draft).trim()
    if ((!text && !draft.files.length) || attaching.busy || create.isPending) return
    const onSuccess = () => {
      clear()
      done?.()
    }
    create.mutate({ text, idempotencyKey: draft.key, files: draft.files.map(file => file.id) }, { onSuccess })
  }
  const label = parent ? say('feed.reply.label', { name: parent.author.name }) : say('feed.comment.label')
  return (
    <div className={over ? `${classes.comment} ${filesClasses.over}` : classes.comment} {...dropping}>
      <Face member={me} size={parent ? 26 : 32} />
      <Stack gap="xs" className={classes.commentMain}>
        <Group gap={4} wrap="nowrap" align="flex-start">
          <div className={classes.field}>
            <MentionBox
              written={draft}
              onChange={change}
              groupId={post.group.id}
              label={label}
              placeholder={label}
              minRows={1}
              autoFocus={autoFocus}
              onSubmit={send}
              onEscape={done}
            />
          </div>
          <FileButton add={attaching.add} />
          <AttachButton
            groupId={post.group.id}
            only="attach"
            put={url => change({ ...draft, text: withAddress(draft.text, url) })}
          />
        </Group>
        <BeingAttached attaching={attaching} />
        {create.isError && <Refused error={create.error} />}
        {something && (
          <Group gap="xs" justify="flex-end">
            {done && (
              <Button variant="default" size="xs" onClick={done}>
                {say('shell.cancel')}
              </Button>
            )}
            <Button
              size="xs"
              onClick={send}
              loading={create.isPending}
              disabled={attaching.busy || (!draft.text.trim() && !draft.files.length)}
            >
              {say(parent ? 'feed.reply' : 'feed.comment.send')}
            </Button>
          </Group>
        )}
      </Stack>
    </div>
  )
}
