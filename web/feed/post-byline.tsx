import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Post } from '../../contract/api/posts.ts'
import { CoverDot } from '../ui/cover.tsx'
import { Time } from '../ui/time.tsx'
import { Byline } from './byline.tsx'
import { EditedMark } from './edited-mark.tsx'
import classes from './feed.module.css'

/** Who wrote a post, in which group, and when; the time is its permanent address. */
export function PostByline({ post, withGroup }: { post: Post; withGroup: boolean }) {
  const where = withGroup && (
    <Link to={`/groups/${post.group.id}`} className={`quiet-link ${classes.where}`}>
      <IconChevronRight size={14} aria-hidden="true" />
      <CoverDot cover={post.group.cover} size={11} />
      {post.group.name}
    </Link>
  )
  const when = (
    <>
      <Link to={`/posts/${post.id}`} className="quiet-link">
        <Time at={post.createdAt} />
      </Link>
      {post.editedAt && <EditedMark subjectId={post.id} />}
    </>
  )
  return <Byline author={post.author} where={where} when={when} />
}
