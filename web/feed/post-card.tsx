import { Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Post } from '../../contract/api/posts.ts'
import { useEditPost } from '../data/posts.ts'
import { later } from '../ui/later.tsx'
import { useSay } from '../ui/words.tsx'
import { Comments } from './comments.tsx'
import classes from './feed.module.css'
import { PostByline } from './post-byline.tsx'
import { PostFooter } from './post-footer.tsx'
import { PostMenu } from './post-menu.tsx'
import { PostText } from './post-text.tsx'
import { useSeen } from './seen.ts'
import { TextEditor } from './text-editor.tsx'

// Read with the first post that has a link or is a notice; a card holds its height meanwhile.
const LinkPreviews = later(async () => (await import('./link-previews.tsx')).LinkPreviews)
const NoticeBody = later(async () => (await import('./notice-body.tsx')).NoticeBody)
const AttachedFiles = later(async () => (await import('../files/attached-files.tsx')).AttachedFiles)
const PostActions = later(async () => (await import('./post-actions.tsx')).PostActions)

interface CardProps {
  readonly post: Post
  /** The group's name is said where posts of several stand together. */
  readonly withGroup?: boolean
  /** On its own page: all of it, with its comments. */
  readonly alone?: boolean
}

export function PostCard({ post, withGroup = false, alone = false }: CardProps) {
  const say = useSay()
  const [editing, setEditing] = useState(false)
  const [commenting, setCommenting] = useState(false)
  const seen = useSeen(post.id)
  const label = say('feed.post.label', { name: post.author.name, group: post.group.name })
  return (
    <article ref={seen} data-post={post.id} tabIndex={-1} className={`card ${classes.post}`} aria-label={label}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <PostByline post={post} withGroup={withGroup} />
        <PostMenu post={post} edit={() => setEditing(true)} alone={alone} />
      </Group>
      <div className={classes.body}>
        {editing ? <Editing post={post} done={() => setEditing(false)} /> : <Body post={post} alone={alone} />}
      </div>
      <PostFooter post={post} commenting={commenting || alone} comment={() => setCommenting(!commenting)} />
      {(commenting || alone) && <Comments post={post} writing={commenting} />}
    </article>
  )
}

/** What is said, and what the services show of it to this reader. */
function Body({ post, alone }: { post: Post; alone: boolean }): ReactNode {
  if (post.isNotice) {
    return (
      <>
        <NoticeBody post={post} meanwhile={<PostText text={post.text} />} />
        {alone && <PostActions post={post} />}
      </>
    )
  }
  const links = post.links.filter(link => !link.hidden).length
  return (
    <>
      {post.text && <PostText text={post.text} format={post.format} whole={alone} />}
      {post.files.length > 0 && <AttachedFiles files={post.files} />}
      {links > 0 && (
        <LinkPreviews
          of={post}
          groupId={post.group.id}
          meanwhile={<div aria-busy="true" style={{ height: `${7.25 * Math.min(links, 3)}rem` }} />}
        />
      )}
      {alone && <PostActions post={post} />}
    </>
  )
}

function Editing({ post, done }: { post: Post; done: () => void }) {
  const say = useSay()
  const edit = useEditPost(post.id)
  return (
    <TextEditor
      text={post.text}
      groupId={post.group.id}
      label={say('feed.edit.label')}
      saving={edit}
      save={text => edit.mutate(text, { onSuccess: done })}
      cancel={done}
    />
  )
}
